import type { Ref } from 'vue'
import { computed, ref } from 'vue'
import type { ElementRef, FoundElement, LatestElement } from '../../core/explain/elementRef'
import { elementRef, findElement, isSameElement, latestElement } from '../../core/explain/elementRef'
import type { Explanation } from '../../core/explain/equation'
import { explain } from '../../core/explain/lookup'
import type { Matrix } from '../../core/explain/matrix'
import type { Step, Timeline } from '../../core/explain/timeline'

/** Where in an update the microscope stands. */
export interface MicroscopePosition {
  readonly timeline: Readonly<Ref<Timeline | null>>
  readonly step: Readonly<Ref<Step | null>>
  readonly index: Readonly<Ref<number>>
  /** Which sequence of the batch is shown; null is all. */
  readonly item: Readonly<Ref<number | null>>
}

/** A watched element, with its value here or where it was last seen. */
export interface Watched extends ElementRef, LatestElement {}

/** The element that is explained and those that are watched: both stay the same while the position moves. */
export function useMicroscopeElements({ timeline, step, index, item }: MicroscopePosition) {
  const selection = ref<ElementRef | null>(null)
  const watches = ref<readonly ElementRef[]>([])

  const selected = computed<FoundElement | null>(() =>
    selection.value && step.value ? findElement(step.value, selection.value, item.value) : null,
  )
  const explanation = computed<Explanation | null>(() => {
    if (!selected.value || !timeline.value || !step.value) return null
    const { matrix, row, col } = selected.value
    return explain(timeline.value, step.value, matrix, row, col)
  })
  const watched = computed<readonly Watched[]>(() =>
    watches.value.flatMap((watch) => {
      const latest = timeline.value && latestElement(timeline.value, index.value, watch)
      return latest ? [{ ...watch, ...latest }] : []
    }),
  )
  const selectedRef = computed<ElementRef | null>(() =>
    selected.value && step.value ? elementRef(step.value, selected.value) : null,
  )
  const isWatched = computed(() => {
    const at = selectedRef.value
    return at !== null && watches.value.some((watch) => isSameElement(watch, at))
  })

  function select(matrix: Matrix, row: number, col: number): void {
    if (step.value) selection.value = elementRef(step.value, { matrix, row, col })
  }

  /** Adds an element to the watch list, or takes it off; without one the selected element. */
  function toggleWatch(element?: ElementRef): void {
    const wanted = element ?? selectedRef.value
    if (!wanted) return
    const rest = watches.value.filter((watch) => !isSameElement(watch, wanted))
    const { key, nth, row, col } = wanted
    watches.value = rest.length < watches.value.length ? rest : [...rest, { key, nth, row, col }]
  }

  function clearElements(): void {
    selection.value = null
    watches.value = []
  }

  return { selected, explanation, watched, isWatched, select, toggleWatch, clearElements }
}
