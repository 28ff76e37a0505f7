import type { Ref } from 'vue'
import { byKey } from '../../ui/shortcuts'
import { useFigureLeave } from './figureScale'
import type { PlotLink } from './plotLink'
import type { PlotKeys } from './usePlotCursor'

/** Of a plot's height, how far below its top a menu opens that a key asks for. */
const KEY_HEIGHT = 1 / 3

export interface PlotMenuParts {
  link(): PlotLink
  readonly host: Readonly<Ref<HTMLElement | null>>
  /** The update that is meant where the crosshair is nowhere; null where there is none. */
  newest(): number | null
  /** Where an update is along the plot, in the plot's own pixels. */
  place(update: number): number
}

/** Opens the menu of the update under the crosshair: by the pointer's right button, or by a key. */
export function usePlotMenu({ link, host, newest, place }: PlotMenuParts): {
  readonly listeners: { readonly onContextmenu: (event: MouseEvent) => void }
  keys(): PlotKeys
} {
  const leave = useFigureLeave()

  function open(at?: { readonly x: number; readonly y: number }): void {
    const update = link().hover ?? newest()
    const from = host.value
    if (update === null || !from) return
    const { left, top, width, height } = from.getBoundingClientRect()
    const scale = from.offsetWidth > 0 ? width / from.offsetWidth : 1
    const byKeyAt = { x: left + place(update) * scale, y: top + KEY_HEIGHT * height }
    link().look(update)
    link().ask({ update, from, leave, ...(at ?? byKeyAt) })
  }

  return {
    listeners: {
      onContextmenu(event) {
        event.preventDefault()
        // Without a button it is the keyboard's.
        open(event.button === 2 ? { x: event.clientX, y: event.clientY } : undefined)
      },
    },
    keys: () => byKey('updates', { menu: () => open() }),
  }
}
