import type { Ref } from 'vue'
import { ref, watch } from 'vue'

/** A cell of a grid by its row and its place among the columns that are shown. */
export interface GridPlace {
  readonly row: number
  readonly place: number
}

export interface FocusedGrid {
  size(): { readonly rows: number; readonly places: number }
  /** The chosen cell, which the focus follows; null if none is. */
  chosen(): GridPlace | null
  /** Called with where a key leads. */
  move(to: GridPlace): void
  /** Called with what + (1), - (-1) and 0 ask for. */
  zoom(notches: number): void
}

export interface GridFocus {
  /** The grid's one stop in the tab order. */
  readonly focused: Readonly<Ref<GridPlace>>
  focus(at: GridPlace): void
  onKey(event: KeyboardEvent): void
}

/** How many notches of zoom a key asks for; 0 is back to where it began. */
const NOTCHES: Readonly<Record<string, number>> = { '+': 1, '=': 1, '-': -1, '0': 0 }

/** One cell of a grid in the tab order: it follows the chosen one, and arrows, Home and End lead on from it. */
export function useGridFocus({ size, chosen, move, zoom }: FocusedGrid): GridFocus {
  const focused = ref<GridPlace>({ row: 0, place: 0 })

  watch(
    () => [size(), chosen()] as const,
    ([{ rows, places }, at]) => {
      const { row, place } = at ?? focused.value
      focused.value = { row: Math.min(row, rows - 1), place: Math.max(0, Math.min(place, places - 1)) }
    },
    { immediate: true },
  )

  /** Where a key leads from the focused cell; null for other keys. */
  function target({ key, ctrlKey }: KeyboardEvent): GridPlace | null {
    const { row, place } = focused.value
    const [lastRow, lastPlace] = [size().rows - 1, size().places - 1]
    if (key === 'ArrowRight') return { row, place: Math.min(place + 1, lastPlace) }
    if (key === 'ArrowLeft') return { row, place: Math.max(place - 1, 0) }
    if (key === 'ArrowDown') return { row: Math.min(row + 1, lastRow), place }
    if (key === 'ArrowUp') return { row: Math.max(row - 1, 0), place }
    if (key === 'Home') return { row: ctrlKey ? 0 : row, place: 0 }
    if (key === 'End') return { row: ctrlKey ? lastRow : row, place: lastPlace }
    return null
  }

  function onKey(event: KeyboardEvent): void {
    const to = target(event)
    const notches = event.ctrlKey || event.metaKey || event.altKey ? undefined : NOTCHES[event.key]
    if (!to && notches === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (to) move(to)
    else zoom(notches!)
  }

  return {
    focused,
    focus: (at) => void (focused.value = at),
    onKey,
  }
}
