import { words } from '../html/words'
import type { Frame } from './frame'
import { MARGIN, place, short, text, updateAxis } from './frame'

/*
 * Curves over the updates. On the logarithmic axis of whole decades what is 0, negative or not finite leaves a
 * gap, as it has no place there; on that of shares what is not a number.
 */

export interface Curve {
  /** Where its values are, rising. */
  readonly updates: ArrayLike<number>
  readonly values: ArrayLike<number>
  readonly stroke: string
  /** Further attributes of its path. */
  readonly more: string
  /** What it is, where there are several. */
  readonly label?: string
}

/** A line across the chart. */
export interface Level {
  readonly value: number
  readonly label: string
}

/** What a chart of curves shows. */
export interface Plotted {
  readonly curves: readonly Curve[]
  readonly levels: readonly Level[]
  readonly axis: 'decades' | 'shares'
  /** The updates that the axis goes over. */
  readonly first: number
  readonly last: number
}

interface Axis {
  readonly ticks: readonly Level[]
  /** How far up the chart a value lies, 0 to 1. */
  share(value: number): number
  isDrawn(value: number): boolean
}

const shares: Axis = {
  ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: String(value) })),
  share: (value) => value,
  isDrawn: (value) => Number.isFinite(value),
}

/** What is drawn of curves; null where none of them has a place. */
export function plotCurves({ curves, levels, axis, first, last }: Plotted, frame: Frame): string[] | null {
  const { colors, right, bottom, x } = frame
  const all = curves.flatMap(({ values }) => Array.from(values))
  const { ticks, share, isDrawn } = axis === 'shares' ? shares : decades([...all, ...levels.map(valueOf)])
  if (!all.some(isDrawn)) return null
  const y = (value: number) => bottom - share(value) * (bottom - MARGIN.top)
  const across = (value: number, more: string) =>
    `<path d="M${MARGIN.left} ${place(y(value))}H${right}" stroke="${more}/>`
  const pathOf = ({ updates, values }: Curve) =>
    Array.from(values, (value, i) => {
      if (!isDrawn(value)) return ''
      const at = `${place(x((updates[i]! - first) / Math.max(1, last - first)))} ${place(y(value))}`
      if (isDrawn(values[i - 1] ?? NaN)) return `L${at}`
      // One that stands alone is a cross.
      return isDrawn(values[i + 1] ?? NaN) ? `M${at}` : `M${at}m-3 0h6m-3 -3v6m0 -3`
    }).join('')
  const single = curves.filter(({ label }) => label)
  return [
    ...ticks.flatMap(({ value, label }) => [
      across(value, `${colors.grid}"`),
      text(MARGIN.left - 6, y(value) + 4, label, colors.soft, ' text-anchor="end"'),
    ]),
    ...levels
      .filter(({ value }) => isDrawn(value))
      .flatMap(({ value, label }) => [
        across(value, `${colors.soft}" stroke-dasharray="3 3"`),
        text(right, labelAt(y(value)), label, colors.soft, ' text-anchor="end"'),
      ]),
    ...curves.map((curve) => {
      const round = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
      return `<path d="${pathOf(curve)}" ${round} stroke="${curve.stroke}"${curve.more}/>`
    }),
    // Several have a legend below the chart.
    ...(single.length === 1
      ? single.map(({ label, stroke }) =>
          text(right - 4, MARGIN.top - 14, label!, stroke, ' text-anchor="end"'),
        )
      : []),
    ...updateAxis(frame, first, last),
  ]
}

/** Above a line, but below one at the top, where the title is. */
const labelAt = (y: number) => (y < MARGIN.top + 16 ? y + 14 : y - 5)

const valueOf = ({ value }: Level) => value

/** Whole decades around what is above 0 and finite, at most seven of them with their lines. */
function decades(values: readonly number[]): Axis {
  const isDrawn = (value: number) => value > 0 && value < Infinity
  const [least, most] = values
    .filter(isDrawn)
    .map(Math.log10)
    .reduce(([low, high], each) => [Math.min(low, each), Math.max(high, each)] as const, [
      Infinity,
      -Infinity,
    ] as readonly [number, number])
  const low = Math.floor(least + 1e-9)
  const high = Math.max(low + 1, Math.ceil(most - 1e-9))
  const every = Math.ceil((high - low) / 6)
  const ticks: Level[] = []
  for (let decade = low; decade <= high; decade += every) {
    const label = Math.abs(decade) <= 3 ? short(10 ** decade) : `1e${decade}`.replace('-', '−')
    ticks.push({ value: 10 ** decade, label })
  }
  return { ticks, share: (value) => (Math.log10(value) - low) / (high - low), isDrawn }
}

/** The line of a task's baseline, where there is one. */
export const baselineLevel = (value: number, language: Frame['language']): Level => ({
  value,
  label: `${words[language].lines.baseline} ${short(value)}`,
})
