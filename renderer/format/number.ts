const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const SMALLEST_PLAIN = 1e-3
const LARGEST_PLAIN = 1e5

/** Ten to a power, as a textbook prints it: 10⁻⁴. */
export function powerOfTen(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')
  return `10${exponent < 0 ? '⁻' : ''}${digits}`
}

function special(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Infinity) return '∞'
  if (value === -Infinity) return '−∞'
  return null
}

const formats = new Map<string, Intl.NumberFormat>()

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, options)
  formats.set(key, made)
  return made
}

/**
 * A measured number with this many significant digits, all of them shown so that it keeps its width while it
 * changes; very small and very large ones as a product with a power of ten.
 */
export function formatNumber(value: number, locale: string, digits = 4): string {
  const name = special(value)
  if (name) return name
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
    return format(locale, { minimumSignificantDigits: digits, maximumSignificantDigits: digits }).format(
      value,
    )
  }
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string]
  return `${mantissa.replace('-', '−')} × ${powerOfTen(Number(exponent))}`
}

/** A number that a person set: no more digits than it has. */
export function formatSetting(value: number, locale: string): string {
  const name = special(value)
  if (name) return name
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-4 && size < 1e12)) {
    return format(locale, { maximumSignificantDigits: 12 }).format(value)
  }
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  const power = powerOfTen(Number(exponent))
  return mantissa === '1' ? power : `${mantissa.replace('-', '−')} × ${power}`
}

/** A count, grouped. */
export function formatCount(value: number, locale: string): string {
  return format(locale, { maximumFractionDigits: 0 }).format(value)
}

/** A share from 0 to 1 in per cent. Never 0 % or 100 % unless it is exactly that. */
export function formatShare(share: number, locale: string): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.1) return '< 0.1'
  if (percent < 100 && percent > 99.9) return '> 99.9'
  return format(locale, {
    maximumFractionDigits: percent < 10 ? 1 : percent > 99 && percent < 100 ? 1 : 0,
  }).format(percent)
}

/** An axis label: round numbers plainly, distant powers of ten as such. */
export function formatTick(value: number, locale: string): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
    return format(locale, { maximumSignificantDigits: 6 }).format(value)
  }
  const [mantissa, exponent] = Number(value.toPrecision(6)).toExponential().split('e') as [string, string]
  const power = powerOfTen(Number(exponent))
  return mantissa === '1' ? power : `${mantissa.replace('-', '−')} × ${power}`
}
