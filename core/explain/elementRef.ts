import { matricesOf } from './lookup'
import type { Matrix } from './matrix'
import type { MatrixKey } from './matrixRef'
import type { Step, Timeline } from './timeline'

/** An element of a matrix, whatever t. */
export interface ElementRef {
  readonly key: MatrixKey
  /** Which of a step's matrices of this key: 0 is h_t, 1 the h before it. */
  readonly nth: number
  readonly row: number
  readonly col: number
}

/** An element that a reference leads to. */
export interface FoundElement {
  readonly matrix: Matrix
  readonly row: number
  readonly col: number
}

/** How a step's element is referred to from any other step. */
export function elementRef(step: Step, { matrix, row, col }: FoundElement): ElementRef {
  const alike = matricesOf(step).filter(({ key }) => key === matrix.key)
  const nth = alike.findIndex(({ id }) => id === matrix.id)
  return { key: matrix.key, nth: Math.max(0, nth), row, col }
}

export function isSameElement(a: ElementRef, b: ElementRef): boolean {
  return a.key === b.key && a.nth === b.nth && a.row === b.row && a.col === b.col
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
export function findElement(step: Step, ref: ElementRef, item: number | null = null): FoundElement | null {
  const matrix = findMatrix(step, ref.key, ref.nth) ?? findMatrix(step, ref.key)
  if (!matrix) return null
  const col = matrix.hasItems && item !== null ? item : ref.col
  return ref.row < matrix.rows && col < matrix.cols ? { matrix, row: ref.row, col } : null
}

/** An element with its value in the step where it was found. */
export interface LatestElement extends FoundElement {
  readonly index: number
  readonly value: number
}

/** The element in the step at `index`, else at this t before it, else in the nearest step before or after. */
export function latestElement({ steps }: Timeline, index: number, ref: ElementRef): LatestElement | null {
  const t = steps[index]?.t ?? null
  const all = [...steps.keys()]
  const before = all.slice(0, index + 1).reverse()
  const alike = t === null ? [] : before.filter((i) => steps[i].t === t)
  for (const i of [...alike, ...before, ...all.slice(index + 1)]) {
    const matrix = findMatrix(steps[i], ref.key, ref.nth)
    if (matrix && ref.row < matrix.rows && ref.col < matrix.cols) {
      const { row, col } = ref
      return { matrix, row, col, index: i, value: matrix.at(row, col) }
    }
  }
  return null
}
