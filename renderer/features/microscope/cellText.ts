import type { CellText } from './gridSizes'

/**
 * A number as it stands everywhere in the Microscope: three significant digits, all of them written; far from
 * 1 with a power of ten.
 */
export function shortText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return fullText(value)
  const size = Math.abs(value)
  const text = isPlain(size) ? size.toPrecision(3) : size.toExponential(2).replace('e+', 'e')
  return signed(text, value)
}

/** Whether three digits of a number are written without a power of ten. */
function isPlain(size: number): boolean {
  return size >= 0.0009995 && size < 999.5
}

const signed = (text: string, value: number): string => (value < 0 ? `−${text}` : text)

/** The same as LaTeX. */
export function texNumber(value: number): string {
  if (!Number.isFinite(value)) return `\\text{${fullText(value)}}`
  const [mantissa = '', exponent] = shortText(value).replace('−', '-').split('e')
  return exponent === undefined ? mantissa : `${mantissa}\\mathrm{e}{${exponent}}`
}

/** A number with all its digits, and a power of ten where the short one has it. */
export function fullText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  return signed(size === 0 || isPlain(size) ? String(size) : size.toExponential().replace('e+', 'e'), value)
}

/** The text in a cell: none, three digits or all. */
export function cellNumber(text: CellText | null, value: number): string {
  if (text === null) return ''
  return text === 'full' ? fullText(value) : shortText(value)
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
