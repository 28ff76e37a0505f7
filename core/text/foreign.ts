import { writeNumber } from './number'

/*
 * Text from outside: keys and values of files, names of files, tensors and options. Whatever it holds, a
 * message that quotes it is one readable line, and a terminal does nothing but print it.
 */

/** Characters of a foreign text that a message shows. */
export const SHOWN_LENGTH = 80
/** Characters of a path: a few folders deep, it is shown whole. */
const PATH_LENGTH = 240

/**
 * What a terminal or a page would obey instead of showing: control characters (line feed and escape among
 * them), marks that turn the direction of writing or have no width, line and paragraph separators, halves of
 * a surrogate pair, and code points without a meaning.
 */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
  return NAMED[character] ?? units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

/** The text with everything in it that would not be shown written as JSON writes it: `\n`, `\u001b`. */
export function escapeUnshown(text: string): string {
  return text.replace(UNSHOWN, escaped)
}

/**
 * A foreign text as a message shows it: at most `length` of its characters, those in the middle left out, and
 * what would not be shown escaped.
 */
export function showText(text: string, length = SHOWN_LENGTH): string {
  return escapeUnshown(text.length > length ? withoutMiddle(text, length) : text)
}

/** The path of a file as a message shows it. */
export function showPath(path: string): string {
  return showText(path, PATH_LENGTH)
}

function withoutMiddle(text: string, length: number): string {
  const tail = Math.floor((length - 1) / 3)
  const head = length - 1 - tail
  // No half of a surrogate pair is left where the text is cut.
  const start = text.slice(0, head).replace(/[\ud800-\udbff]$/, '')
  const end = text.slice(text.length - tail).replace(/^[\udc00-\udfff]/, '')
  return `${start}…${end}`
}

/**
 * Any value of a document as a message shows it: as JSON where it can be, `NaN` and the infinities by name.
 */
export function showValue(value: unknown): string {
  return showText(typeof value === 'number' ? writeNumber(value) : (JSON.stringify(value) ?? String(value)))
}
