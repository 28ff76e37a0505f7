import { shallowRef } from 'vue'
import type { Range, ScaleKind } from '../scales/scale'

/**
 * What plots over updates share: the updates in sight, the kind of their axis and the update under the
 * crosshair.
 */
export interface PlotLink {
  /** The updates in sight, or null where the whole run is followed. */
  readonly domain: Range | null
  /** Of the axis of updates. */
  readonly xKind: ScaleKind
  /** Null: the crosshair is nowhere. */
  readonly hover: number | null
  show(domain: Range | null): void
  rescale(xKind: ScaleKind): void
  look(update: number | null): void
}

export function createPlotLink(): PlotLink {
  const domain = shallowRef<Range | null>(null)
  const xKind = shallowRef<ScaleKind>('linear')
  const hover = shallowRef<number | null>(null)
  return {
    get domain() {
      return domain.value
    },
    get xKind() {
      return xKind.value
    },
    get hover() {
      return hover.value
    },
    show: (wanted) => void (domain.value = wanted),
    rescale: (wanted) => void (xKind.value = wanted),
    look: (update) => void (hover.value = update),
  }
}
