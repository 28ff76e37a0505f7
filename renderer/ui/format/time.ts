const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** In seconds. */
const LEAST = 0.1

const unitFormats = new Map<string, Intl.NumberFormat>()

function ofUnit(value: number, unit: string, locale: string): string {
  const key = `${locale} ${unit}`
  const known = unitFormats.get(key)
  const options = { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 } as const
  const format = known ?? new Intl.NumberFormat(locale, options)
  unitFormats.set(key, format)
  return format.format(value)
}

/**
 * A stretch of time by its two largest units: 13s, 4m 5s, 2h 13m. Below ten seconds with a decimal; less than
 * the least of those is said to be less.
 */
export function formatDuration(seconds: number, locale: string): string {
  if (seconds > 0 && seconds < LEAST) return `<${ofUnit(LEAST, 'second', locale)}`
  const whole = Math.round(seconds)
  if (whole < 60) return ofUnit(seconds < 10 ? seconds : whole, 'second', locale)
  const first = UNITS.findIndex(([, size]) => whole >= size)
  const [[unit, size], [next, nextSize]] = [UNITS[first]!, UNITS[first + 1]!]
  const rest = Math.floor((whole % size) / nextSize)
  const parts = [ofUnit(Math.floor(whole / size), unit, locale), ofUnit(rest, next, locale)]
  return (rest === 0 ? parts.slice(0, 1) : parts).join(' ')
}

const momentFormats = new Map<string, Intl.DateTimeFormat>()

/** Date and time of an instant of ISO 8601, here and now: the year where it is not this one. */
export function formatMoment(
  iso: string,
  locale: string,
  { seconds = false, now = new Date() }: { readonly seconds?: boolean; readonly now?: Date } = {},
): string {
  const moment = new Date(iso)
  const hasYear = moment.getFullYear() !== now.getFullYear()
  const key = `${locale} ${hasYear} ${seconds}`
  const known = momentFormats.get(key)
  const format =
    known ??
    new Intl.DateTimeFormat(locale, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(seconds ? { second: '2-digit' } : {}),
      ...(hasYear ? { year: 'numeric' } : {}),
    })
  momentFormats.set(key, format)
  return format.format(moment)
}
