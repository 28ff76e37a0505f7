import type { Ref } from 'vue'
import { computed, ref } from 'vue'
import type { ElementRef, ExactElement, LocatedElement } from '../../core/explain/elementRef'
import {
  elementRef,
  exactElement,
  findElement,
  isSameElement,
  locateElement,
  mostTellingElement,
} from '../../core/explain/elementRef'
import type { Equation, Explanation } from '../../core/explain/equation'
import { explain } from '../../core/explain/lookup'
import type { Matrix, MatrixElement } from '../../core/explain/matrix'
import type { Step, Timeline } from '../../core/explain/timeline'

/** Where in an update the microscope stands. */
export interface MicroscopePosition {
  readonly timeline: Readonly<Ref<Timeline | null>>
  readonly step: Readonly<Ref<Step | null>>
  /** The line of the step that is shown. */
  readonly equation: Readonly<Ref<Equation | null>>
  /** Which sequence of the batch is shown; null is all. */
  readonly item: Readonly<Ref<number | null>>
}

/** A watched element, with its value and where it stands. */
export interface Watched extends ExactElement, LocatedElement {}

/**
 * The element that is explained, which is that of the step where the position is, and those that are watched,
 * which stay the same while it moves. One is always explained: where the chosen one is not in sight, the most
 * telling one of the result that is.
 */
export function useMicroscopeElements({ timeline, step, equation, item }: MicroscopePosition) {
  const selection = ref<ElementRef | null>(null)
  const watches = ref<readonly ExactElement[]>([])

  const selected = computed<MatrixElement | null>(() => {
    if (!step.value || !equation.value) return null
    const { result, operands } = equation.value
    const chosen = selection.value && findElement(step.value, selection.value, item.value)
    const isInSight = chosen && [result, ...operands].some(({ id }) => id === chosen.matrix.id)
    return isInSight ? chosen : mostTellingElement(result, item.value)
  })
  const explanation = computed<Explanation | null>(() => {
    if (!selected.value || !timeline.value || !step.value) return null
    const { matrix, row, col } = selected.value
    return explain(timeline.value, step.value, matrix, row, col)
  })
  const watched = computed<readonly Watched[]>(() =>
    watches.value.flatMap((watch) => {
      const located = timeline.value && locateElement(timeline.value, watch)
      return located ? [{ ...watch, ...located }] : []
    }),
  )
  const selectedExactly = computed<ExactElement | null>(() =>
    selected.value && timeline.value && step.value
      ? exactElement(timeline.value, step.value, selected.value)
      : null,
  )
  const isWatched = computed(() => {
    const at = selectedExactly.value
    return at !== null && watches.value.some((watch) => isSameElement(watch, at))
  })

  function select(matrix: Matrix, row: number, col: number): void {
    if (step.value) selection.value = elementRef(step.value, { matrix, row, col })
  }

  /** Adds an element to the watch list, or takes it off; without one the selected element. */
  function toggleWatch(element?: ExactElement): void {
    const wanted = element ?? selectedExactly.value
    if (!wanted) return
    const rest = watches.value.filter((watch) => !isSameElement(watch, wanted))
    const { id, step: place, row, col } = wanted
    watches.value = rest.length < watches.value.length ? rest : [...rest, { id, step: place, row, col }]
  }

  function clearElements(): void {
    selection.value = null
    watches.value = []
  }

  return { selection, selected, explanation, watched, isWatched, select, toggleWatch, clearElements }
}
