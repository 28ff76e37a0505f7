import type { Ref } from 'vue'
import { computed, shallowRef } from 'vue'
import type { ElementRef } from '../../core/explain/elementRef'
import { originOf } from '../../core/explain/elementRef'
import type { Matrix, MatrixElement } from '../../core/explain/matrix'
import { elementText } from '../../core/explain/matrix'
import type { MatrixKey } from '../../core/explain/matrixRef'
import type { Step, Timeline } from '../../core/explain/timeline'

/** What was explained, and how it is found again. */
interface VisitedPlace {
  readonly name: string
  readonly index: number
  readonly equation: MatrixKey | null
  readonly selection: ElementRef | null
}

/** Where the microscope stands, what it explains, and how both are changed. */
export interface ExplainedPosition {
  readonly timeline: Readonly<Ref<Timeline | null>>
  readonly step: Readonly<Ref<Step | null>>
  readonly index: Readonly<Ref<number>>
  /** The equation that was chosen. */
  readonly equation: Ref<MatrixKey | null>
  /** The element that was chosen. */
  readonly selection: Ref<ElementRef | null>
  readonly selected: Readonly<Ref<MatrixElement | null>>
  go(index: number): void
  select(matrix: Matrix, row: number, col: number): void
}

/** The way from an explained number to those that it is computed from, and back. */
export function useMicroscopeTrail(position: ExplainedPosition) {
  const { timeline, step, index, equation, selection, selected, go, select } = position
  /** Where explanations were left for the elements that they led to, the last one last. */
  const visited = shallowRef<readonly VisitedPlace[]>([])
  const previous = computed(() => visited.value.at(-1)?.name ?? null)

  /** To where an element comes from, and explains it there; `goBack` leads back. */
  function follow(element: MatrixElement): void {
    if (!timeline.value || !step.value || !selected.value) return
    const origin = originOf(timeline.value, step.value, element)
    if (!origin) return
    const name = elementText(selected.value)
    const here = { name, index: index.value, equation: equation.value, selection: selection.value }
    visited.value = [...visited.value, here]
    go(origin.index)
    select(origin.matrix, origin.row, origin.col)
  }

  /** To the element that led here. */
  function goBack(): void {
    const last = visited.value.at(-1)
    if (!last) return
    visited.value = visited.value.slice(0, -1)
    go(last.index)
    equation.value = last.equation
    selection.value = last.selection
  }

  return { previous, follow, goBack, clearTrail: () => void (visited.value = []) }
}
