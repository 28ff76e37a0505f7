/** The source files that lessons can show, as they are built into the app; each is read when it is asked for. */
const files = import.meta.glob<string>(
  [
    '../../../core/{cells,check,diagnostics,homework,losses,nn,optim,train}/*.ts',
    '!../../../core/**/*.test.ts',
    '!../../../core/**/*.testing.ts',
  ],
  { query: '?raw', import: 'default' },
)

/** The lines of one symbol, and which of its file they are, from 1. */
export interface SourceLines {
  readonly file: string
  readonly first: number
  readonly lines: readonly string[]
}

/** The source of `core/cells/rnn.ts#createRnn`; null where no such lines come along. */
export async function sourceOf(symbol: string): Promise<SourceLines | null> {
  const [file = '', name = ''] = symbol.split('#')
  const read = files[`../../../${file}`]
  const found = read ? symbolLines(await read(), name) : null
  return found && { file, ...found }
}

/**
 * The lines that declare a name, with the comment above them: a function, a constant, a class, a type, or a
 * method of an object; up to the line on which its brackets are closed.
 */
export function symbolLines(source: string, name: string): Omit<SourceLines, 'file'> | null {
  const lines = source.split('\n')
  const words = '(?:export |async |function\\*? |const |let |class |interface |type )'
  const own = new RegExp(`^\\s*${words}+${name}\\b`)
  const member = new RegExp(`^\\s*(?:(?:protected|private|static|override|async|get) )*${name}\\(.*\\{$`)
  const found = lines.findIndex((line) => own.test(line))
  const at = found < 0 ? lines.findIndex((line) => member.test(line)) : found
  if (at < 0) return null
  let depth = 0
  let end = at
  for (; end < lines.length; end++) {
    const line = lines[end]!.replace(/'[^']*'|\/\/.*$/g, '')
    depth += (line.match(/[([{]/g) ?? []).length - (line.match(/[)\]}]/g) ?? []).length
    if (depth <= 0 && (end > at || !/[=(,{]\s*$/.test(line))) break
  }
  let first = at
  if (lines[at - 1]?.trim().endsWith('*/')) {
    first = at - 1
    while (first > 0 && !lines[first]!.trim().startsWith('/*')) first--
  }
  const indent = /^\s*/.exec(lines[at]!)![0].length
  return {
    first: first + 1,
    lines: lines.slice(first, end + 1).map((line) => line.slice(Math.min(indent, line.search(/\S|$/)))),
  }
}

/** A stretch of a line and what it is, for its colour. */
export interface SourcePart {
  readonly text: string
  readonly kind: 'comment' | 'string' | 'keyword' | 'number' | 'plain'
}

const PARTS =
  /(?<comment>\/\/.*$|\/\*.*?(?:\*\/|$))|(?<string>'[^']*'|`[^`]*`)|(?<keyword>\b(?:export|function|const|let|for|if|else|return|of|in|new|class|interface|type|readonly|while|throw|null|true|false|async|await|import|from)\b)|(?<number>\b\d[\d_.]*(?:e[+-]?\d+)?\b)/g

/** The line by kinds. `isComment`: it lies within a comment of several lines. */
export function partsOf(line: string, isComment: boolean): SourcePart[] {
  if (isComment) return [{ text: line, kind: 'comment' }]
  const parts: SourcePart[] = []
  let at = 0
  for (const match of line.matchAll(PARTS)) {
    if (match.index > at) parts.push({ text: line.slice(at, match.index), kind: 'plain' })
    const kind = Object.entries(match.groups!).find(([, text]) => text !== undefined)![0]
    parts.push({ text: match[0], kind: kind as SourcePart['kind'] })
    at = match.index + match[0].length
  }
  if (at < line.length) parts.push({ text: line.slice(at), kind: 'plain' })
  return parts
}
