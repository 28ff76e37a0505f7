import type { Explanation } from './equation'
import type { Matrix } from './matrix'
import type { MatrixId } from './matrixRef'
import { matrixId } from './matrixRef'
import type { Step, Timeline } from './timeline'

/** The matrices of a step: results in their order, then operands; each once. */
export function matricesOf({ equations }: Step): Matrix[] {
  const byId = new Map<MatrixId, Matrix>()
  for (const { result } of equations) byId.set(result.id, result)
  for (const { operands } of equations) {
    for (const matrix of operands) if (!byId.has(matrix.id)) byId.set(matrix.id, matrix)
  }
  return [...byId.values()]
}

/** How an element is computed, by a line of this step or of the one that made its matrix. Null if given. */
export function explain(
  timeline: Timeline,
  step: Step,
  matrix: Matrix,
  row: number,
  col: number,
): Explanation | null {
  if (matrix.stacked) {
    const [upper, lower] = matrix.stacked
    return row < upper.rows
      ? explain(timeline, step, upper, row, col)
      : explain(timeline, step, lower, row - upper.rows, col)
  }
  const maker = matrix.madeIn === null ? undefined : timeline.steps[timeline.indexOf(matrix.madeIn)]
  const candidates = [...step.equations, ...(maker?.equations ?? [])].flatMap((line) => [
    line,
    ...(line.within ?? []),
  ])
  const whole = candidates.find(({ id }) => id === matrix.id)
  if (whole) return whole.explain?.(row, col) ?? null
  if (matrix.ref.kind !== 'parameter') return null
  // The gradient of a whole parameter is computed gate by gate.
  const { hiddenSize } = timeline.trace.sizes
  const blockId = matrixId({ ...matrix.ref, gate: Math.floor(row / hiddenSize) })
  const block = candidates.find(({ id }) => id === blockId)
  return block?.explain?.(row % hiddenSize, col) ?? null
}
