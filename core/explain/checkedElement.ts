import type { MatrixElement } from './matrix'
import { matrixId, type MatrixId, type MatrixRef } from './matrixRef'
import { matricesOf } from './lookup'
import type { Timeline } from './timeline'

/** An element of a matrix, and the position of a step where it stands. */
export interface CheckedElement extends MatrixElement {
  readonly index: number
}

const gradOf = (parameter: string): MatrixRef => ({
  ...{ kind: 'parameter', stage: 'grad', parameter: `rnn.${parameter}_l0`, cell: 0, gate: 0 },
})
const state = (t: number): MatrixRef => ({ kind: t < 0 ? 'dh0' : 'h', cell: 0, t })

/** What a tensor of the homework's files is here at a step t, by its name there. */
const matrices: Readonly<Record<string, (t: number) => MatrixRef>> = {
  ...{ a: state, a_next: state, hidden: state },
  a_prev: (t) => ({ kind: 'h', cell: 0, t: t - 1 }),
  xt: (t) => ({ kind: 'x', t }),
  x: (t) => ({ kind: 'x', t }),
  y_pred: (t) => ({ kind: 'ofScores', letter: 'p', t }),
  yt_pred: (t) => ({ kind: 'ofScores', letter: 'p', t }),
  dx: (t) => ({ kind: 'dx', t }),
  dxt: (t) => ({ kind: 'dx', t }),
  ...{ da0: () => state(-1), da_prev: () => state(-1), dh0_extra: () => state(-1) },
  ...{ dWax: () => gradOf('weight_ih'), dw_ih: () => gradOf('weight_ih') },
  ...{ dWaa: () => gradOf('weight_hh'), dw_hh: () => gradOf('weight_hh') },
  ...{ dba: () => gradOf('bias_ih'), db_ih: () => gradOf('bias_ih'), db_hh: () => gradOf('bias_hh') },
}

/** PyTorch's layout: time first, then batch. */
const timeFirst = new Set(['hidden', 'dx'])

/**
 * Where an element of the homework's files is computed: by the name of its tensor, which may be a line such
 * as `dx[1][2]` or `caches[0].xt`, and its index in it. Null where no step has it.
 */
export function homeworkElement(
  timeline: Timeline,
  tensor: string,
  index: readonly number[],
): CheckedElement | null {
  const cached = /^caches\[(\d+)\]\.(\w+)$/.exec(tensor)
  const name = cached?.[2] ?? /^\w+/.exec(tensor)?.[0] ?? ''
  const inName = cached ? [] : [...tensor.matchAll(/\[(\d+)\]/g)].map(([, place]) => Number(place))
  const ref = Object.hasOwn(matrices, name) ? matrices[name] : undefined
  if (!ref) return null
  const whole = [...inName, ...index]
  const isPytorch = timeline.trace.output.steps.length === 0
  if (isPytorch && timeFirst.has(name)) return find(timeline, matrixId(ref(whole[0])), whole[2], whole[1])
  if (isPytorch && name === 'dh0_extra') return find(timeline, matrixId(ref(0)), whole[1], whole[0])
  const t = cached ? Number(cached[1]) : (whole[2] ?? 0)
  return find(timeline, matrixId(ref(t)), whole[0], whole[1] ?? 0)
}

/** Where an element of a parameter's gradient is computed; null where no step has it. */
export function gradientElement(
  timeline: Timeline,
  parameter: string,
  [row, col = 0]: readonly number[],
): CheckedElement | null {
  const { hiddenSize } = timeline.trace.sizes
  for (const [index, step] of timeline.steps.entries()) {
    if (step.phase !== 'gradients') continue
    for (const { result: matrix } of step.equations) {
      const { ref } = matrix
      if (ref.kind !== 'parameter' || ref.parameter !== parameter || !ref.stage.startsWith('grad')) continue
      const within = row - (ref.gate ?? 0) * hiddenSize
      if (within >= 0 && within < matrix.rows) return { matrix, row: within, col, index }
    }
  }
  return null
}

/** The first step that makes the matrix, or else that has it. */
function find(timeline: Timeline, id: MatrixId, row: number, col: number): CheckedElement | null {
  let given: CheckedElement | null = null
  for (const [index, step] of timeline.steps.entries()) {
    const matrix = matricesOf(step).find((each) => each.id === id)
    if (!matrix || row >= matrix.rows || col >= matrix.cols) continue
    if (step.equations.some(({ result }) => result.id === id)) return { matrix, row, col, index }
    given ??= { matrix, row, col, index }
  }
  return given
}
