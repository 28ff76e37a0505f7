import { writeNumber } from '../../../core/text/number'

const SMALLEST_PLAIN = 1e-3
const LARGEST_PLAIN = 1e5

const formats = new Map<string, Intl.NumberFormat>()

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, options)
  formats.set(key, made)
  return made
}

/** NaN, the infinities and zero; null for all other numbers. */
function special(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Infinity) return '∞'
  if (value === -Infinity) return '−∞'
  return value === 0 ? '0' : null
}

/** 1.234e-5, the same in every language, as programs print it. */
function scientific(value: number, fractionDigits?: number): string {
  return value.toExponential(fractionDigits).replace('e+', 'e')
}

/**
 * A measured number with this many significant digits, all of them shown so that it keeps its width while it
 * changes; very small and very large ones with a power of ten.
 */
export function formatNumber(value: number, locale: string, digits = 4): string {
  const name = special(value)
  if (name) return name
  const size = Math.abs(value)
  if (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN) return scientific(value, digits - 1)
  return format(locale, { minimumSignificantDigits: digits, maximumSignificantDigits: digits }).format(value)
}

/** A number that a person set: no more digits than it has, grouped. */
export function formatSetting(value: number, locale: string): string {
  const name = special(value)
  if (name) return name
  const written = writeNumber(value)
  return written.includes('e') ? written : format(locale, { maximumSignificantDigits: 12 }).format(value)
}

/** A count, grouped. */
export function formatCount(value: number, locale: string): string {
  return format(locale, { maximumFractionDigits: 0 }).format(value)
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** An amount of data, in thousands of bytes: 812 byte, 4.4 MB. */
export function formatBytes(bytes: number, locale: string): string {
  const power = bytes < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  const unit = SIZES[power]!
  return format(locale, { style: 'unit', unit, maximumSignificantDigits: value < 100 ? 2 : 3 }).format(value)
}

/** A share from 0 to 1 in per cent. Never 0 or 100 unless it is exactly that. */
export function formatShare(share: number, locale: string): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.1) return '< 0.1'
  if (percent > 99.9 && percent < 100) return '> 99.9'
  const isNearEnd = percent < 10 || (percent > 99 && percent < 100)
  return format(locale, { maximumFractionDigits: isNearEnd ? 1 : 0 }).format(percent)
}

/** An axis label: round numbers plainly, distant ones with a power of ten. */
export function formatTick(value: number, locale: string): string {
  const name = special(value)
  if (name) return name
  const size = Math.abs(value)
  if (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN) return scientific(Number(value.toPrecision(6)))
  return format(locale, { maximumSignificantDigits: 6 }).format(value)
}
