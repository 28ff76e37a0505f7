import type { ComputedRef, Ref } from 'vue'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useElementSize } from '../../ui/useElementSize'

/** A row is at least so high, in CSS pixels, until one was seen. */
const LEAST_HEIGHT = 18
/** The rows out of sight wait so long for whoever walks on, in milliseconds, */
const REST_MS = 300
/** and come so many at a time. */
const AT_A_TIME = 8

export interface RowsInSight {
  /** How many rows are to be rendered, the first ones. */
  readonly count: ComputedRef<number>
  /** What the others will take below them, in CSS pixels. */
  readonly restHeight: ComputedRef<number>
  onScroll(): void
  /** For whoever goes through them by keys, or selects them. */
  showAll(): void
}

/**
 * Renders the rows of a list that are in sight at once, and those below when nothing else has come for a
 * while: a row of formulas is dear, and most are not looked at. `rows` says what they are of and how many.
 */
export function useRowsInSight(
  list: Readonly<Ref<HTMLElement | null>>,
  rows: () => { readonly of: unknown; readonly count: number },
): RowsInSight {
  const size = useElementSize(list)
  const scrolled = shallowRef(0)
  const rowHeight = shallowRef(LEAST_HEIGHT)
  /** How many rows there was time for. */
  const ready = shallowRef(0)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** All, where it is not known how much room there is. */
  const inSight = computed(() => {
    const { height } = size.value
    return height === 0 ? Infinity : Math.ceil((scrolled.value + height) / rowHeight.value) + 1
  })
  const count = computed(() => Math.min(rows().count, Math.max(inSight.value, ready.value)))

  function fill(): void {
    measure()
    if (count.value >= rows().count) return
    ready.value = count.value + AT_A_TIME
    timer = setTimeout(fill)
  }

  /** As high as a row is on average: nothing waits to be laid out by then. */
  function measure(): void {
    const table = list.value?.querySelector('table')
    if (table && count.value > 0) rowHeight.value = Math.max(1, table.offsetHeight / count.value)
  }

  watch(
    () => rows().of,
    () => {
      clearTimeout(timer)
      const hasFocus = list.value?.contains(document.activeElement) ?? false
      ready.value = hasFocus ? Infinity : 0
      timer = setTimeout(fill, REST_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  return {
    count,
    restHeight: computed(() => (rows().count - count.value) * rowHeight.value),
    onScroll: () => void (scrolled.value = list.value?.scrollTop ?? 0),
    showAll: () => void (ready.value = Infinity),
  }
}
