import type { Ref } from 'vue'
import { shallowRef } from 'vue'
import { HEAD } from './gridSizes'
import { pointIn } from '../../ui/pointIn'
import { useElementSize } from '../../ui/useElementSize'
import type { GridCell } from './useGridFocus'

export interface ScrolledGrid {
  size(): { readonly rows: number; readonly columns: number }
  /** Of a cell, in CSS pixels. */
  cell(): { readonly width: number; readonly height: number }
  /** Of the indices above the columns. */
  headHeight(): number
}

/** A grid that scrolls under its indices: what is in sight, what is where, how a cell comes into sight. */
export function useCellScroll(
  scroller: Readonly<Ref<HTMLElement | null>>,
  { size, cell, headHeight }: ScrolledGrid,
) {
  const extent = useElementSize(scroller)
  const scrolled = shallowRef({ top: 0, left: 0 })

  function onScroll(): void {
    const { scrollTop: top, scrollLeft: left } = scroller.value ?? { scrollTop: 0, scrollLeft: 0 }
    if (top !== scrolled.value.top || left !== scrolled.value.left) scrolled.value = { top, left }
  }

  /** Scrolls as little as brings a cell into sight. */
  function scrollTo({ row, column }: GridCell): void {
    const { value: box } = scroller
    if (!box) return
    const { width, height } = cell()
    const [top, left] = [row * height, column * width]
    const bottom = top + height + headHeight() - box.clientHeight
    const right = left + width + HEAD - box.clientWidth
    box.scrollTop = Math.max(Math.min(box.scrollTop, top), bottom)
    box.scrollLeft = Math.max(Math.min(box.scrollLeft, left), right)
    onScroll()
  }

  /** The cell under the pointer; null over indices and beside the cells. */
  function cellAt(event: MouseEvent): GridCell | null {
    const { value: box } = scroller
    if (!box) return null
    const point = pointIn(box, event)
    const [x, y] = [point.x - HEAD, point.y - headHeight()]
    const row = Math.floor((y + box.scrollTop) / cell().height)
    const column = Math.floor((x + box.scrollLeft) / cell().width)
    const { rows, columns } = size()
    return x >= 0 && y >= 0 && row < rows && column < columns ? { row, column } : null
  }

  return { extent, scrolled, onScroll, scrollTo, cellAt }
}
