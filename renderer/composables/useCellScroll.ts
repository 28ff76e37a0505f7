import type { Ref } from 'vue'
import { computed, ref } from 'vue'
import { HEAD, visibleCells } from '../components/microscope/gridSizes'
import { useElementSize } from './useElementSize'
import type { GridPlace } from './useGridFocus'

export interface ScrolledGrid {
  size(): { readonly rows: number; readonly places: number }
  /** Of a cell, in CSS pixels. */
  cell(): { readonly width: number; readonly height: number }
}

/** A grid that scrolls under its indices: which of its cells are in sight, and how one is brought there. */
export function useCellScroll(scroller: Readonly<Ref<HTMLElement | null>>, { size, cell }: ScrolledGrid) {
  const extent = useElementSize(scroller)
  const scrolled = ref({ top: 0, left: 0 })

  function onScroll(): void {
    scrolled.value = { top: scroller.value?.scrollTop ?? 0, left: scroller.value?.scrollLeft ?? 0 }
  }

  /** Scrolls as little as brings a cell into sight. */
  function scrollTo({ row, place }: GridPlace): void {
    const { value: box } = scroller
    if (!box) return
    const { width, height } = cell()
    const [top, left] = [row * height, place * width]
    const [bottom, right] = [top + height + HEAD - box.clientHeight, left + width + HEAD - box.clientWidth]
    box.scrollTop = Math.max(Math.min(box.scrollTop, top), bottom)
    box.scrollLeft = Math.max(Math.min(box.scrollLeft, left), right)
    onScroll()
  }

  return {
    rows: computed(() => visibleCells(scrolled.value.top, extent.value.height, cell().height, size().rows)),
    places: computed(() =>
      visibleCells(scrolled.value.left, extent.value.width, cell().width, size().places),
    ),
    onScroll,
    scrollTo,
  }
}
