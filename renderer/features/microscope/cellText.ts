import type { CellText } from './gridSizes'

/** The power of ten that a matrix of this largest value is shown in; 0 where its numbers are short. */
export function exponentOf(largest: number): number {
  if (!(largest > 0) || (largest >= 0.1 && largest < 1000)) return 0
  return Math.floor(Math.log10(largest) + 1e-9)
}

/**
 * A short number: three significant digits, without the zero before the point; far from 1 with a power of
 * ten behind this many decimals.
 */
export function narrowText(value: number, decimals = 1): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const sign = value < 0 ? '−' : ''
  const size = Math.abs(value)
  if (size >= 999.5 || size < 0.001) {
    return sign + size.toExponential(decimals).replace('e+', 'e').replace('.0e', 'e')
  }
  if (size >= 0.9995) return sign + size.toPrecision(3)
  return sign + size.toFixed(size < 0.01 ? 4 : 3).slice(1)
}

/** As `narrowText`, with three decimals at most, so that five characters do. */
export function tightText(value: number): string {
  const size = Math.abs(value)
  return size >= 0.001 && size < 0.01
    ? (value < 0 ? '−' : '') + size.toFixed(3).slice(1)
    : narrowText(value, 0)
}

/** A number with four significant digits. */
export function wideText(value: number): string {
  const size = Math.abs(value)
  if (value === 0 || !Number.isFinite(value)) return narrowText(value)
  const text = size >= 9999.5 || size < 0.001 ? size.toExponential(2).replace('e+', 'e') : size.toPrecision(4)
  return (value < 0 ? '−' : '') + text
}

/** A number with eight significant digits. */
export function longText(value: number): string {
  const size = Math.abs(value)
  if (value === 0 || !Number.isFinite(value)) return narrowText(value)
  const text =
    size >= 99999.5 || size < 0.001 ? size.toExponential(6).replace('e+', 'e') : size.toPrecision(8)
  return (value < 0 ? '−' : '') + text
}

/** A number as LaTeX, with four significant digits. */
export function texNumber(value: number): string {
  const text = wideText(value).replace('−', '-')
  const [mantissa = text, exponent] = text.split('e')
  if (text === 'NaN' || !Number.isFinite(value)) return `\\text{${text}}`
  return exponent === undefined ? text : `${mantissa} \\cdot 10^{${exponent}}`
}

/** A number with all its digits, as programs print it. */
export function fullText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  return String(value).replace('-', '−').replace('e−', 'e-')
}

/** The text in a cell: none, all digits, or fewer without the matrix's power of ten. */
export function cellNumber(text: CellText | null, value: number, exponent: number): string {
  if (text === null) return ''
  if (text === 'full') return fullText(value)
  const shown = value / 10 ** exponent
  if (text === 'tight') return tightText(shown)
  return text === 'narrow' ? narrowText(shown, 0) : text === 'wide' ? wideText(shown) : longText(shown)
}

/** How strongly a value is coloured: its share of the largest, from -1 to 1. */
export function shareOf(value: number, largest: number): number {
  if (!(largest > 0) || !Number.isFinite(value)) return 0
  return Math.max(-1, Math.min(1, value / largest))
}

/** The strongest tint, in percent: ink stays readable on it. */
export const MOST = 52

/**
 * The diverging map: from the surface towards blue below zero and orange above, evenly in a perceptual space,
 * so that equal steps look equal in both themes.
 */
export function tint(share: number): string {
  const hue = share < 0 ? '--data-1' : '--data-2'
  return `color-mix(in oklab, var(${hue}) ${(Math.abs(share) * MOST).toFixed(1)}%, var(--surface-1))`
}

/** The tint of a number in a matrix whose largest is this; what is not finite has its own. */
export function tintOf(value: number, largest: number): string {
  if (Number.isFinite(value)) return tint(shareOf(value, largest))
  return `color-mix(in oklab, var(--danger) ${MOST}%, var(--surface-1))`
}
