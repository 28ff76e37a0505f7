import { shallowRef } from 'vue'
import type { Range, ScaleKind } from '../scales/scale'

/** What plots beside each other share: the range of updates shown, its scale and the update that is looked at. */
export interface PlotLink {
  /** Null: the whole run is followed. */
  readonly range: Range | null
  /** Of the updates' axis. */
  readonly xScale: ScaleKind
  /** Null: nothing is looked at. */
  readonly hover: number | null
  show(range: Range | null): void
  rescale(xScale: ScaleKind): void
  look(update: number | null): void
}

export function createPlotLink(): PlotLink {
  const range = shallowRef<Range | null>(null)
  const xScale = shallowRef<ScaleKind>('linear')
  const hover = shallowRef<number | null>(null)
  return {
    get range() {
      return range.value
    },
    get xScale() {
      return xScale.value
    },
    get hover() {
      return hover.value
    },
    show: (wanted) => void (range.value = wanted),
    rescale: (wanted) => void (xScale.value = wanted),
    look: (update) => void (hover.value = update),
  }
}
