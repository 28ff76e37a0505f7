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
}

/** What keeps a text from being JSON, and in which of its lines, from 1. */
export class PlacedJsonError extends Error {
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.name = 'PlacedJsonError'
    this.line = line
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
    value: JSON.parse(text) as unknown,
    lineOf: (path) => lineIn(document.body, path),
  }
}

function astOf(text: string): DocumentNode {
  try {
    return parse(text, { mode: 'json' })
  } catch (error) {
    const { message, line = 1 } = error as Error & { line?: number }
    // The place stands in the message too, as counted within this text alone.
    const reason = message.replace(/\s*\(\d+:\d+\)\s*$/, '').replace(/\s+/g, ' ')
    throw new PlacedJsonError(line, showText(reason, REASON_LENGTH))
  }
}

/**
 * Before anything recursive reads the text. Brackets within strings count little: such texts are no
 * documents.
 */
function refuseDepth(text: string): void {
  let [depth, line, isInString] = [0, 1, false]
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '\n') line++
    if (character === '"') isInString = !isInString
    else if (isInString && character === '\\') i++
    if (isInString) continue
    if (character === '{' || character === '[') depth++
    if (character === '}' || character === ']') depth--
    if (depth > MAX_DEPTH) throw new PlacedJsonError(line, `nested more than ${MAX_DEPTH} levels deep`)
  }
}

function refuseDuplicates(document: DocumentNode): void {
  for (const { node, phase } of iterator(document)) {
    if (phase !== 'enter' || node.type !== 'Object') continue
    const seen = new Set<string>()
    for (const member of (node as ObjectNode).members) {
      const name = nameOf(member)
      if (seen.has(name)) {
        throw new PlacedJsonError(member.loc.start.line, `the key ${showValue(name)} stands twice`)
      }
      seen.add(name)
    }
  }
}

const nameOf = ({ name }: MemberNode): string => (name.type === 'String' ? name.value : name.name)

function lineIn(body: AnyNode, path: readonly PropertyKey[]): number {
  let [node, line] = [body, body.loc.start.line]
  for (const key of path) {
    if (node.type === 'Object') {
      const member = node.members.find((each) => nameOf(each) === key)
      if (!member) return line
      ;[node, line] = [member.value, member.loc.start.line]
    } else if (node.type === 'Array') {
      const element = node.elements[Number(key)]
      if (!element) return line
      ;[node, line] = [element.value, element.loc.start.line]
    } else return line
  }
  return line
}
