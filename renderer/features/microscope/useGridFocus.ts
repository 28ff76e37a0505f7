import type { Ref } from 'vue'
import { ref, watch } from 'vue'
import { byKey } from '../../ui/shortcuts'

/** A cell of a grid, by its row and its column among those that are shown. */
export interface GridCell {
  readonly row: number
  readonly column: number
}

export interface FocusedGrid {
  size(): { readonly rows: number; readonly columns: number }
  /** The chosen cell, which the focus follows; null if none is. */
  chosen(): GridCell | null
  /** Called with where a key leads. */
  move(to: GridCell): void
  /** Called with what + (1), - (-1) and 0 ask for. */
  zoom(notches: number): void
}

export interface GridFocus {
  /** The grid's one stop in the tab order. */
  readonly focused: Readonly<Ref<GridCell>>
  focus(at: GridCell): void
  onKey(event: KeyboardEvent): void
}

/** How many notches of zoom a key asks for; 0 is back to where it began. */
const NOTCHES = byKey<'matrix', number>('matrix', { zoomIn: 1, zoomOut: -1, resetZoom: 0 })

/**
 * One cell of a grid in the tab order: it follows the chosen one, and arrows, Home and End lead on from it.
 */
export function useGridFocus({ size, chosen, move, zoom }: FocusedGrid): GridFocus {
  const focused = ref<GridCell>({ row: 0, column: 0 })

  watch(
    () => [size(), chosen()] as const,
    ([{ rows, columns }, at]) => {
      const { row, column } = at ?? focused.value
      focused.value = { row: Math.min(row, rows - 1), column: Math.max(0, Math.min(column, columns - 1)) }
    },
    { immediate: true },
  )

  /** Where a key leads from the focused cell; null for other keys. */
  function target({ key, ctrlKey }: KeyboardEvent): GridCell | null {
    const { row, column } = focused.value
    const [lastRow, lastColumn] = [size().rows - 1, size().columns - 1]
    const cells = byKey<'matrix', GridCell>('matrix', {
      right: { row, column: Math.min(column + 1, lastColumn) },
      left: { row, column: Math.max(column - 1, 0) },
      down: { row: Math.min(row + 1, lastRow), column },
      up: { row: Math.max(row - 1, 0), column },
      rowStart: { row, column: 0 },
      rowEnd: { row, column: lastColumn },
      first: { row: 0, column: 0 },
      last: { row: lastRow, column: lastColumn },
    })
    return (ctrlKey ? cells[`Ctrl+${key}`] : undefined) ?? cells[key] ?? null
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
