import type { ComputedRef, Ref } from 'vue'
import { computed } from 'vue'
import type { Hue } from '../color/palette'
import type { LineSpec } from '../lines/frame'
import type { GrowableColumn } from '../data/growableColumn'
import { SmoothTrack, Track } from '../data/track'

/** One curve of a plot. */
export interface PlotSeries {
  readonly id: string
  readonly label: string
  readonly hue: Hue
  readonly dash?: readonly number[]
  readonly column: GrowableColumn
  /** NaN stands for what was not measured and is no fault to be marked. */
  readonly isPatchy?: boolean
}

export interface SeriesTracks {
  readonly series: PlotSeries
  readonly raw: Track
  readonly smooth: SmoothTrack
}

export interface Tracks {
  readonly all: ComputedRef<readonly SeriesTracks[]>
  readonly lines: ComputedRef<readonly LineSpec[]>
  /** Takes in what the columns have got since. */
  sync(): void
}

/** Keeps raw and smoothed tracks beside the curves' columns. */
export function useTracks(series: () => readonly PlotSeries[], smoothing: Readonly<Ref<number>>): Tracks {
  const made = new WeakMap<GrowableColumn, Pick<SeriesTracks, 'raw' | 'smooth'>>()

  function tracksOf(column: GrowableColumn): Pick<SeriesTracks, 'raw' | 'smooth'> {
    const known = made.get(column)
    if (known) return known
    const tracks = { raw: new Track(column), smooth: new SmoothTrack(column, smoothing.value) }
    made.set(column, tracks)
    return tracks
  }

  const all = computed(() => series().map((one) => ({ series: one, ...tracksOf(one.column) })))

  const lines = computed(() =>
    smoothing.value === 0
      ? all.value.map(({ series: { hue, dash, isPatchy }, raw }) => ({
          track: raw,
          hue,
          width: 1.5,
          marksNonFinite: !isPatchy,
          ...(dash ? { dash } : {}),
        }))
      : [
          ...all.value.map(({ series: { hue, isPatchy }, raw }) => ({
            track: raw,
            hue,
            width: 1,
            isFaint: true,
            marksNonFinite: !isPatchy,
          })),
          ...all.value.map(({ series: { hue, dash }, smooth }) => ({
            track: smooth,
            hue,
            width: 2,
            ...(dash ? { dash } : {}),
          })),
        ],
  )

  function sync(): void {
    for (const { raw, smooth } of all.value) {
      raw.sync()
      if (smoothing.value === 0) continue
      smooth.setWeight(smoothing.value)
      smooth.sync()
    }
  }

  return { all, lines, sync }
}
