import type { ComputedRef, Ref } from 'vue'
import { computed, shallowRef } from 'vue'
import { useElementSize } from '../../ui/useElementSize'

/** Rows beyond the edges that are there before they are seen. */
const SPARE = 6
/** As long as the height is not known. */
const UNMEASURED = 30

export interface WindowedRows {
  /** Height of a row in CSS pixels. */
  readonly rowHeight: number
  /** The indices of the rows that are rendered, in rising order. */
  readonly indices: ComputedRef<readonly number[]>
  /** Rows of a page. */
  readonly pageSize: ComputedRef<number>
  onScroll(): void
  /** Scrolls no further than it takes to see a row. */
  reveal(index: number): void
}

/**
 * Of many rows of one height, those that are in view of what scrolls, below a head that stays, and the
 * `pinned` one, which has the focus.
 */
export function useWindowedRows(
  viewport: Readonly<Ref<HTMLElement | null>>,
  {
    count,
    pinned,
    rowRem,
    headRem,
  }: {
    readonly count: () => number
    readonly pinned: () => number
    readonly rowRem: number
    readonly headRem: number
  },
): WindowedRows {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  const rowHeight = rowRem * rem
  const headHeight = headRem * rem
  const size = useElementSize(viewport)
  const top = shallowRef(0)
  const height = computed(() => Math.max(0, size.value.height - headHeight))
  const pageSize = computed(() => Math.max(1, Math.floor(height.value / rowHeight) - 1))

  const indices = computed(() => {
    const shown = size.value.height > 0 ? Math.ceil(height.value / rowHeight) : UNMEASURED
    const first = Math.max(0, Math.min(Math.floor(top.value / rowHeight), count() - shown) - SPARE)
    const last = Math.min(count(), first + shown + 2 * SPARE + 1)
    const seen = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i)
    const index = pinned()
    if (index < 0 || index >= count() || (index >= first && index < last)) return seen
    return index < first ? [index, ...seen] : [...seen, index]
  })

  return {
    rowHeight,
    indices,
    pageSize,
    onScroll: () => void (top.value = viewport.value?.scrollTop ?? 0),
    reveal(index) {
      const element = viewport.value
      if (!element) return
      const [start, end] = [index * rowHeight, (index + 1) * rowHeight]
      if (start < element.scrollTop) element.scrollTop = start
      else if (end > element.scrollTop + height.value) element.scrollTop = end - height.value
      top.value = element.scrollTop
    },
  }
}
