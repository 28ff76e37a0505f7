import { shallowRef } from 'vue'
import type { Range } from './scale'

/** What plots beside each other share: the range of updates shown and the update that is looked at. */
export interface PlotLink {
  /** Null: the whole run is followed. */
  readonly range: Range | null
  /** Null: nothing is looked at. */
  readonly hover: number | null
  show(range: Range | null): void
  look(update: number | null): void
}

export function createPlotLink(): PlotLink {
  const range = shallowRef<Range | null>(null)
  const hover = shallowRef<number | null>(null)
  return {
    get range() {
      return range.value
    },
    get hover() {
      return hover.value
    },
    show: (wanted) => void (range.value = wanted),
    look: (update) => void (hover.value = update),
  }
}
