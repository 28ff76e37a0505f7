import type { ComputedRef, Ref } from 'vue'
import { computed } from 'vue'
import type { Hue } from '../color/palette'
import type { BandSpec, LineSpec } from '../lines/frame'
import type { GrowableColumn } from '../data/growableColumn'
import { SmoothTrack, Track } from '../data/track'

/** One curve of a plot. */
export interface PlotSeries {
  readonly id: string
  readonly label: string
  readonly hue: Hue
  readonly dash?: readonly number[]
  readonly column: GrowableColumn
  /** The updates of the values, where there is one of some updates only. */
  readonly updates?: GrowableColumn
  /** Whether each of these holds until the next one. */
  readonly holds?: boolean
  /** Whether it stands behind the others: thin, without its raw line. */
  readonly isBehind?: boolean
  /** The same, and faint. */
  readonly isQuiet?: boolean
  /** Whether it stands for a longer one that is on its way: it is not smoothed here. */
  readonly isOverview?: boolean
  /** Of such a one the values smoothed over all that it stands for, with a weight. */
  readonly smoothed?: { readonly column: GrowableColumn; readonly weight: number }
  /** The series up to which what lies between the two is filled, by its id. */
  readonly fillTo?: string
  /** Of the raw line behind the smoothed one, where many lie over one another. */
  readonly rawOpacity?: number
}

export interface SeriesTracks {
  readonly series: PlotSeries
  readonly raw: Track
  readonly smooth: Track
}

export interface Tracks {
  readonly all: ComputedRef<readonly SeriesTracks[]>
  readonly lines: ComputedRef<readonly LineSpec[]>
  readonly bands: ComputedRef<readonly BandSpec[]>
  /** Of the updates that have a value the nearest. */
  nearest(update: number): number
  /** The next update that has a value, or the one before (`direction` is 1 or -1); else the same. */
  neighbor(update: number, direction: number): number
  /** Takes in what the columns have got since. */
  sync(): void
}

/** Keeps raw and smoothed tracks beside the curves' columns. */
export function useTracks(series: () => readonly PlotSeries[], smoothing: Readonly<Ref<number>>): Tracks {
  const made = new WeakMap<GrowableColumn, Pick<SeriesTracks, 'raw' | 'smooth'>>()

  function tracksOf({ column, updates, holds, smoothed }: PlotSeries): Pick<SeriesTracks, 'raw' | 'smooth'> {
    const known = made.get(column)
    if (known) return known
    const tracks = {
      raw: new Track(column, updates, holds),
      smooth: smoothed
        ? new Track(smoothed.column, updates, holds)
        : new SmoothTrack(column, smoothing.value, updates, holds),
    }
    made.set(column, tracks)
    return tracks
  }

  const isBehind = ({ series }: SeriesTracks): boolean => (series.isQuiet ?? series.isBehind) === true
  /** What stands behind the others is drawn before them. */
  const inDepth = (some: readonly SeriesTracks[]): readonly SeriesTracks[] => [
    ...some.filter(isBehind),
    ...some.filter((each) => !isBehind(each)),
  ]
  const all = computed(() => series().map((one) => ({ series: one, ...tracksOf(one) })))

  const smoothable = (): readonly SeriesTracks[] =>
    all.value.filter(({ series }) => !series.isOverview || series.smoothed?.weight === smoothing.value)

  const raw = ({ series: { hue }, raw: track }: SeriesTracks) => ({
    ...{ track, hue, hasDots: track.isSparse && !track.holds, marksNonFinite: true },
  })
  const dashOf = ({ series: { dash } }: SeriesTracks) => (dash ? { dash } : {})
  const faintOf = ({ series: { isQuiet } }: SeriesTracks) => (isQuiet ? { isFaint: true } : {})
  const lines = computed(() =>
    smoothing.value === 0
      ? inDepth(all.value).map((each) => ({
          ...{ ...raw(each), ...dashOf(each), ...faintOf(each) },
          width: isBehind(each) ? 1 : 1.5,
        }))
      : [
          ...all.value
            .filter((each) => !isBehind(each) && each.series.rawOpacity !== 0)
            .map((each) => ({
              ...{ ...raw(each), width: 1, isFaint: true },
              ...(each.series.rawOpacity === undefined ? {} : { opacity: each.series.rawOpacity }),
            })),
          ...inDepth(smoothable()).map((each) => ({
            ...{ track: each.smooth, hue: each.series.hue, ...dashOf(each), ...faintOf(each) },
            width: each.series.isQuiet ? 1 : 2,
          })),
        ],
  )

  /** Between the lines as they are drawn. */
  const bands = computed(() => {
    const shown = ({ raw, smooth }: SeriesTracks) => (smoothing.value === 0 ? raw : smooth)
    return all.value.flatMap((lower) => {
      const upper = all.value.find(({ series }) => series.id === lower.series.fillTo)
      return upper ? [{ lower: shown(lower), upper: shown(upper), hue: lower.series.hue }] : []
    })
  })

  function sync(): void {
    for (const { series: one, raw, smooth } of all.value) {
      raw.sync()
      if (smoothing.value === 0 || (one.isOverview && !one.smoothed)) continue
      if (smooth instanceof SmoothTrack) smooth.setWeight(smoothing.value)
      smooth.sync()
    }
  }

  /** The curves of a plot are measured together, or each at every update. */
  const first = (): Track | undefined => all.value[0]?.raw
  function neighbor(update: number, direction: number): number {
    const track = first()
    if (!track?.isSparse || track.holds) return update + direction
    const next = track.indexFrom(update + (direction > 0 ? 1 : 0)) - (direction > 0 ? 0 : 1)
    return next >= 0 && next < track.column.length ? track.updateOf(next) : update
  }

  return { all, lines, bands, nearest: (update) => first()?.nearest(update) ?? update, neighbor, sync }
}
