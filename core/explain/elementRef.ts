import { matricesOf } from './lookup'
import type { Matrix, MatrixElement } from './matrix'
import type { MatrixId, MatrixKey } from './matrixRef'
import { matrixId } from './matrixRef'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import type { Step, Timeline } from './timeline'

/** An element of a matrix, whatever t. */
export interface ElementRef {
  readonly key: MatrixKey
  /** Which of a step's matrices of this key: 0 is h_t, 1 the h before it. */
  readonly nth: number
  readonly row: number
  readonly col: number
}

/** How a step's element is referred to from any other step. */
export function elementRef(step: Step, { matrix, row, col }: MatrixElement): ElementRef {
  const alike = matricesOf(step).filter(({ key }) => key === matrix.key)
  const nth = alike.findIndex(({ id }) => id === matrix.id)
  return { key: matrix.key, nth: Math.max(0, nth), row, col }
}

/**
 * A step's matrix of this key; results come before operands, so that h_t is the first and h_{t-1} the second.
 */
export function findMatrix(step: Step, key: MatrixKey, nth = 0): Matrix | null {
  return matricesOf(step).filter((matrix) => matrix.key === key)[nth] ?? null
}

/**
 * The element in a step, or null where the step has none; `item` moves it to the column of another sequence.
 */
export function findElement(step: Step, ref: ElementRef, item: number | null = null): MatrixElement | null {
  const matrix = findMatrix(step, ref.key, ref.nth) ?? findMatrix(step, ref.key)
  if (!matrix) return null
  const col = matrix.hasItems && item !== null ? item : ref.col
  return ref.row < matrix.rows && col < matrix.cols ? { matrix, row: ref.row, col } : null
}

/**
 * The element of a matrix that tells most: the first that is not finite, else the largest. `item` is the
 * sequence whose column is looked at; null looks at all.
 */
export function mostTellingElement(matrix: Matrix, item: number | null): MatrixElement {
  const isOne = item !== null && matrix.hasItems
  const [from, to] = isOne ? [item, item + 1] : [0, matrix.cols]
  let found = { matrix, row: 0, col: from }
  let largest = 0
  for (let row = 0; row < matrix.rows; row++) {
    for (let col = from; col < to; col++) {
      const size = Math.abs(matrix.at(row, col))
      if (!Number.isFinite(size)) return { matrix, row, col }
      if (size > largest) [found, largest] = [{ matrix, row, col }, size]
    }
  }
  return found
}

/** An element, and the position of the step where it stands. */
export interface PlacedElement extends MatrixElement {
  readonly index: number
}

/**
 * Where an element comes from: in the step that computes it, or, if it is given, in this one or in the first
 * that reads it. A state of two directions is that of one of them, a whole gradient's that of its gate. Null
 * if no step shows it.
 */
export function originOf(timeline: Timeline, step: Step, element: MatrixElement): PlacedElement | null {
  const { matrix, row, col } = element
  if (matrix.stacked) {
    const [upper, lower] = matrix.stacked
    const isUpper = row < upper.rows
    const part = isUpper ? { matrix: upper, row, col } : { matrix: lower, row: row - upper.rows, col }
    return originOf(timeline, step, part)
  }
  for (const id of matrix.madeIn === null ? [step.id, ...readersOf(timeline, matrix)] : [matrix.madeIn]) {
    const index = timeline.indexOf(id)
    const found = index < 0 ? null : findExactly(timeline, timeline.steps[index], element)
    if (found) return { ...found, index }
  }
  return null
}

/** The steps where a matrix that is given can stand. */
function readersOf({ symbols }: Timeline, { ref }: Matrix): StepId[] {
  if (!('t' in ref)) return [stepId('start')]
  const { t } = ref
  return [
    stepId('start'),
    stepId('forward', 0, t),
    stepId('output', t),
    stepId('backward', symbols.firstTopCell, t),
  ]
}

function findExactly(
  timeline: Timeline,
  step: Step,
  { matrix, row, col }: MatrixElement,
): MatrixElement | null {
  const matrices = matricesOf(step)
  const whole = matrices.find(({ id }) => id === matrix.id)
  if (whole) return { matrix: whole, row, col }
  if (matrix.ref.kind !== 'parameter') return null
  const { hiddenSize } = timeline.trace.sizes
  const blockId = matrixId({ ...matrix.ref, gate: Math.floor(row / hiddenSize) })
  const block = matrices.find(({ id }) => id === blockId)
  return block ? { matrix: block, row: row % hiddenSize, col } : null
}

/** One element of one matrix of an update, and a step in which that matrix stands. */
export interface ExactElement {
  readonly id: MatrixId
  readonly step: StepId
  readonly row: number
  readonly col: number
}

/** Which element of the update it is: it stands in the step that makes it, or else in this one. */
export function exactElement(timeline: Timeline, step: Step, found: MatrixElement): ExactElement {
  const { matrix, row, col } = found
  const made = { id: matrix.id, step: matrix.madeIn ?? step.id, row, col }
  return locateElement(timeline, made) ? made : { ...made, step: step.id }
}

export function isSameElement(a: ExactElement, b: ExactElement): boolean {
  return a.id === b.id && a.row === b.row && a.col === b.col
}

/** The same with its value. */
export interface LocatedElement extends PlacedElement {
  readonly value: number
}

/** The same element in an update, which may be another one; null where that has none. */
export function locateElement(timeline: Timeline, exact: ExactElement): LocatedElement | null {
  const index = timeline.indexOf(exact.step)
  const step = timeline.steps[index]
  const matrix = step && matricesOf(step).find(({ id }) => id === exact.id)
  if (!matrix || exact.row >= matrix.rows || exact.col >= matrix.cols) return null
  const { row, col } = exact
  return { matrix, row, col, index, value: matrix.at(row, col) }
}
