import { shallowRef } from 'vue'
import type { Range, ScaleKind } from '../scales/scale'

/** A menu of what can be done with an update, where it is pointed at. */
export interface PlotMenu {
  readonly update: number
  /** Where, in pixels of the window. */
  readonly x: number
  readonly y: number
  /** The plot that it was asked for in. */
  readonly from: HTMLElement
  /** Takes the plot's figure back to its place, where it fills the window. */
  leave(): void
}

/**
 * What plots over updates share: the updates in sight, the kind of their axis, the update under the
 * crosshair and its menu.
 */
export interface PlotLink {
  /** The updates in sight, or null where the whole run is followed. */
  readonly domain: Range | null
  /** Of the axis of updates. */
  readonly xKind: ScaleKind
  /** Null: the crosshair is nowhere. */
  readonly hover: number | null
  /** Null: there is none. The crosshair stays where it is meanwhile. */
  readonly menu: PlotMenu | null
  show(domain: Range | null): void
  rescale(xKind: ScaleKind): void
  look(update: number | null): void
  /** Opens a menu, or closes it. */
  ask(menu: PlotMenu | null): void
}

export function createPlotLink(): PlotLink {
  const domain = shallowRef<Range | null>(null)
  const xKind = shallowRef<ScaleKind>('linear')
  const hover = shallowRef<number | null>(null)
  const menu = shallowRef<PlotMenu | null>(null)
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
    get menu() {
      return menu.value
    },
    show: (wanted) => void (domain.value = wanted),
    rescale: (wanted) => void (xKind.value = wanted),
    look(update) {
      if (menu.value === null) hover.value = update
    },
    ask(wanted) {
      menu.value = wanted
      if (wanted === null) hover.value = null
    },
  }
}
