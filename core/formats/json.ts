import { JsonError, syntaxFault } from './jsonError'
import { mistakenKind } from './mistaken'
import { decodeUtf8 } from './utf8'

/** Far more than any document here needs, and far less than a recursive reader's stack bears. */
const MAX_DEPTH = 100

/**
 * The value of a JSON file in UTF-8, with or without a byte order mark.
 * @throws {FormatError} (of JSON, a `JsonError`) whose message continues the file's name: what is wrong, or what
 * the file is instead.
 */
export function readJson(bytes: Uint8Array): unknown {
  const mistaken = mistakenKind(bytes)
  if (mistaken !== null) throw new JsonError('it', { kind: 'mistaken', what: mistaken })
  const text = decodeUtf8(bytes, 0, bytes.length)
  return parseStrictJson('it', text.startsWith('\ufeff') ? text.slice(1) : text)
}

/**
 * JSON.parse that also refuses an object with the same key twice, where JSON.parse would keep the last, and
 * nesting beyond 100 levels.
 * @throws {JsonError} starting with `name`.
 */
export function parseStrictJson(name: string, text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new JsonError(name, syntaxFault(error, text))
  }
  const duplicate = findDuplicateKey(name, text)
  if (duplicate !== null) throw new JsonError(name, { kind: 'keyTwice', key: duplicate })
  return value
}

/** Walks over text that is known to be JSON; null if all keys of each object differ. */
function findDuplicateKey(name: string, text: string): string | null {
  /** Keys of the objects around the current place; null stands for an array. */
  const enclosing: (Set<string> | null)[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at]
    if (character === '{') enclosing.push(new Set())
    else if (character === '[') enclosing.push(null)
    else if (character === '}' || character === ']') enclosing.pop()
    if (enclosing.length > MAX_DEPTH) {
      throw new JsonError(name, { kind: 'tooDeep', most: MAX_DEPTH })
    }
    if (character !== '"') {
      at++
      continue
    }
    const start = at
    at++
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at++
    const keys = enclosing[enclosing.length - 1]
    if (!keys || !isBeforeColon(text, at)) continue
    const key = JSON.parse(text.slice(start, at)) as string
    if (keys.has(key)) return key
    keys.add(key)
  }
  return null
}

function isBeforeColon(text: string, at: number): boolean {
  let next = at
  while (text[next] === ' ' || text[next] === '\n' || text[next] === '\r' || text[next] === '\t') next++
  return text[next] === ':'
}
