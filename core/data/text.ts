/** A text that was read, as numbers. */
export interface OwnText {
  readonly kind: 'text'
  /** In which encoding its bytes were; null where it was no file. */
  readonly encoding: TextEncodingName | null
  /** Its different characters (code points), the most frequent first, then in their order in Unicode. */
  readonly characters: readonly string[]
  /** How often each of them comes. */
  readonly counts: readonly number[]
  /** The text: at each place the index of its character. */
  readonly ids: Uint16Array
}

export const textEncodings = ['utf-8', 'gb18030'] as const
export type TextEncodingName = (typeof textEncodings)[number]

const NUM_CODE_POINTS = 0x110000
/** An index of a character fits into 16 bits. */
export const MOST_CHARACTERS = 65_536

/** A text has more different characters than can be told apart. */
export class TooManyCharactersError extends RangeError {
  constructor(readonly count: number) {
    super(`it has ${count} different characters, expected at most ${MOST_CHARACTERS}`)
  }
}

/**
 * A text as numbers. Line ends of all systems become `\n`.
 * @throws {TooManyCharactersError} if it has more different characters than any script.
 */
export function indexText(text: string, encoding: TextEncodingName | null = null): OwnText {
  const countOf = new Int32Array(NUM_CODE_POINTS)
  let length = 0
  eachCodePoint(text, (code) => {
    countOf[code]++
    length++
  })
  const codes: number[] = []
  for (let code = 0; code < NUM_CODE_POINTS; code++) if (countOf[code] > 0) codes.push(code)
  if (codes.length > MOST_CHARACTERS) {
    throw new TooManyCharactersError(codes.length)
  }
  codes.sort((a, b) => countOf[b] - countOf[a] || a - b)
  const counts = codes.map((code) => countOf[code])
  const idOf = countOf
  codes.forEach((code, id) => (idOf[code] = id))
  const ids = new Uint16Array(length)
  let at = 0
  eachCodePoint(text, (code) => {
    ids[at++] = idOf[code]
  })
  return { kind: 'text', encoding, characters: codes.map((code) => String.fromCodePoint(code)), counts, ids }
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** Calls `visit` with each code point, `\r\n` and `\r` being a line feed. */
function eachCodePoint(text: string, visit: (code: number) => void): void {
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code >= 0xd800 && code < 0xdc00) {
      code = text.codePointAt(i)!
      if (code > 0xffff) i++
    }
    if (code === CARRIAGE_RETURN) {
      if (text.charCodeAt(i + 1) === LINE_FEED) i++
      code = LINE_FEED
    }
    visit(code)
  }
}

/** A vocabulary: the characters that come often enough, and one that stands for all others. */
export interface Vocabulary {
  readonly text: OwnText
  /** So many characters are kept; those from this index on are rare. */
  readonly kept: number
  /** Characters, that of the rare ones included where there are any. */
  readonly size: number
}

/** The vocabulary of a text in which characters that come less than `minFreq` times are one. */
export function vocabularyOf(text: OwnText, minFreq: number): Vocabulary {
  let kept = text.counts.length
  while (kept > 0 && text.counts[kept - 1] < minFreq) kept--
  return { text, kept, size: kept + (kept < text.counts.length ? 1 : 0) }
}

/** What stands for a rare character, where text is shown or written. */
export const RARE = '□'

/** The character of an index in a vocabulary. */
export function characterOf({ text, kept }: Vocabulary, index: number): string {
  return index < kept ? text.characters[index] : RARE
}

/** How often each index of a vocabulary comes in ids[from .. to). */
export function countIn({ text: { ids }, kept, size }: Vocabulary, from: number, to: number): Float64Array {
  const counts = new Float64Array(size)
  for (let i = from; i < to; i++) counts[Math.min(ids[i], kept)]++
  return counts
}
