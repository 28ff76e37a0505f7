import {
  iterator,
  parse,
  type AnyNode,
  type DocumentNode,
  type MemberNode,
  type ObjectNode,
} from '@humanwhocodes/momoa'
import { showText, showValue } from '../text/foreign'

/** A JSON text that a person writes, and where in it everything stands. */
export interface PlacedJson {
  readonly value: unknown
  /**
   * The line, from 1, in which the key or the element at a path stands; of a path that is not there, that of
   * the nearest part around it.
   */
  lineOf(path: readonly PropertyKey[]): number
  /** The same with the column. */
  placeOf(path: readonly PropertyKey[]): Place
}

/** A place in a text; lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** What keeps a text from being JSON: its form, a key that stands twice, or nesting. */
export type JsonFault =
  | { readonly kind: 'form' }
  | { readonly kind: 'twice'; readonly key: string }
  | { readonly kind: 'deep'; readonly most: number }

/** What keeps a text from being JSON, and where. */
export class PlacedJsonError extends Error {
  override readonly name = 'PlacedJsonError'
  readonly line: number
  readonly column: number

  constructor(
    { line, column }: Place,
    readonly fault: JsonFault,
    message: string,
  ) {
    super(message)
    this.line = line
    this.column = column
  }
}

const MAX_DEPTH = 100
const REASON_LENGTH = 160

/**
 * Reads JSON, and remembers the lines. Refuses the same key twice in one object, where JSON.parse would keep
 * the last, and nesting beyond 100 levels.
 * @throws {PlacedJsonError}
 */
export function parsePlacedJson(text: string): PlacedJson {
  refuseDepth(text)
  const document = astOf(text)
  refuseDuplicates(document)
  return {
    value: valueOf(text),
    lineOf: (path) => placeIn(document.body, path).line,
    placeOf: (path) => placeIn(document.body, path),
  }
}

/** The parser that knows the lines lets control characters stand in texts; JSON does not. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const { message } = error as Error
    const before = text.slice(0, Number(/ position (\d+)/.exec(message)?.[1] ?? 0)).split('\n')
    const place = { line: before.length, column: before.at(-1)!.length + 1 }
    throw new PlacedJsonError(place, { kind: 'form' }, showText(message, REASON_LENGTH))
  }
}

function astOf(text: string): DocumentNode {
  try {
    return parse(text, { mode: 'json' })
  } catch (error) {
    const { message, line = 1, column = 1 } = error as Error & Partial<Place>
    // The place stands in the message too, as counted within this text alone.
    const reason = message.replace(/\s*\(\d+:\d+\)\s*$/, '').replace(/\s+/g, ' ')
    throw new PlacedJsonError({ line, column }, { kind: 'form' }, showText(reason, REASON_LENGTH))
  }
}

/**
 * Before anything recursive reads the text. Brackets within strings count little: such texts are no
 * documents.
 */
function refuseDepth(text: string): void {
  let [depth, line, lineStart, isInString] = [0, 1, 0, false]
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '\n') [line, lineStart] = [line + 1, i + 1]
    if (character === '"') isInString = !isInString
    else if (isInString && character === '\\') i++
    if (isInString) continue
    if (character === '{' || character === '[') depth++
    if (character === '}' || character === ']') depth--
    if (depth > MAX_DEPTH) {
      const place = { line, column: i - lineStart + 1 }
      throw new PlacedJsonError(
        place,
        { kind: 'deep', most: MAX_DEPTH },
        `nested more than ${MAX_DEPTH} levels deep`,
      )
    }
  }
}

function refuseDuplicates(document: DocumentNode): void {
  for (const { node, phase } of iterator(document)) {
    if (phase !== 'enter' || node.type !== 'Object') continue
    const seen = new Set<string>()
    for (const member of (node as ObjectNode).members) {
      const name = nameOf(member)
      if (seen.has(name)) {
        throw new PlacedJsonError(
          member.loc.start,
          { kind: 'twice', key: name },
          `the key ${showValue(name)} stands twice`,
        )
      }
      seen.add(name)
    }
  }
}

const nameOf = ({ name }: MemberNode): string => (name.type === 'String' ? name.value : name.name)

function placeIn(body: AnyNode, path: readonly PropertyKey[]): Place {
  let [node, place] = [body, body.loc.start]
  for (const key of path) {
    if (node.type === 'Object') {
      const member = node.members.find((each) => nameOf(each) === key)
      if (!member) break
      ;[node, place] = [member.value, member.loc.start]
    } else if (node.type === 'Array') {
      const element = node.elements[Number(key)]
      if (!element) break
      ;[node, place] = [element.value, element.loc.start]
    } else break
  }
  return { line: place.line, column: place.column }
}
