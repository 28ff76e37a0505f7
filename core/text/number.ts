/*
 * Numbers as people type and paste them, in a field or behind a flag, and as programs write them.
 */

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
/** Thousands apart: by commas, apostrophes, or spaces of any width. Nothing else, so that 0,5 is not 5. */
const GROUPED = /^([+-]?[1-9]\d{0,2})((?:,\d{3})+|(?:['’]\d{3})+|(?:[ \u00a0\u2009\u202f]\d{3})+)(\.\d*)?$/
/** The number, and behind it what may be a unit: a word, or a sign such as % or 秒. */
const WITH_UNIT = /^(.*\d\.?)\s*([^\d\s.,+-].*)$/u

/**
 * Full-width digits, letters and signs, the Chinese full stop and the real minus, as the keyboard has them.
 */
function narrowed(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .replace(/[。｡]/g, '.')
    .replace(/\u2212/g, '-')
    .trim()
}

function plainNumber(text: string): number {
  const digits = GROUPED.test(text) ? text.replace(/[,'’ \u00a0\u2009\u202f]/g, '') : text
  const value = DECIMAL.test(digits) ? Number(digits) : NaN
  return Number.isFinite(value) ? value : NaN
}

/**
 * The number that a text means: decimal, with or without an exponent, in half-width or full-width characters,
 * its thousands grouped or not, one of `units` behind it or none. NaN where it means none, or one beyond
 * float64.
 */
export function readNumber(text: string, units: readonly string[] = []): number {
  const typed = narrowed(text)
  const value = plainNumber(typed)
  if (!Number.isNaN(value)) return value
  const [, number = '', unit = ''] = WITH_UNIT.exec(typed) ?? []
  return units.some((known) => known.toLowerCase() === unit.toLowerCase()) ? plainNumber(number) : NaN
}

const SMALLEST_PLAIN = 1e-4
const LARGEST_PLAIN = 1e12

/**
 * The shortest text that reads back as this very number: `0.005`, and with a power of ten where that has
 * fewer zeros, `1e-5`. NaN and the infinities by their names.
 */
export function writeNumber(value: number): string {
  const size = Math.abs(value)
  const isPlain = value === 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN)
  return isPlain ? String(value) : value.toExponential().replace('e+', 'e')
}
