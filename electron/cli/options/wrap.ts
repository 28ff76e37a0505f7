/** A row of a table: its first column with the gap behind it. */
const FIRST_COLUMN = /^ +\S+(?: \S+)* {2,}(?=\S)/
/** A second column that would be narrower than this is set below the first. */
const LEAST_WIDTH = 24
const BELOW = 6

/** Words in lines of at most `width` characters; a longer word has a line of its own. */
function fill(words: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function wrapLine(line: string, columns: number): string {
  if (line.length <= columns) return line
  const [first = /^ */.exec(line)![0]] = FIRST_COLUMN.exec(line) ?? []
  const isBelow = first.trim() !== '' && columns - first.length < LEAST_WIDTH
  const indent = isBelow ? BELOW : first.length
  const lines = fill(line.slice(first.length).split(' '), columns - indent)
  const behind = ' '.repeat(indent)
  if (!isBelow) return lines.map((each, i) => (i === 0 ? first : behind) + each).join('\n')
  const margin = /^ */.exec(first)![0]
  const names = fill(first.trim().split(' '), columns - margin.length)
  return [...names.map((each) => margin + each), ...lines.map((each) => behind + each)].join('\n')
}

/**
 * A text for a terminal of so many columns: lines break between words, those of a table stay in their column.
 * Null: the text as it is, for a file or another program.
 */
export function wrapLines(text: string, columns: number | null): string {
  if (columns === null) return text
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n')
}
