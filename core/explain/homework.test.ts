import { describe, expect, it } from 'vitest'
import { traceSchema } from '../contract/trace'
import part2 from '../homework/reference/part2_cell_backward.json'
import part4 from '../homework/reference/part4_backward.json'
import { homeworkParts, homeworkWalk } from './homework'
import type { Walk } from './steps'
import { explain, findMatrix } from './steps'

type Numbers = number | readonly Numbers[]

/** The number at an element of what a step shows. */
function shown({ steps, indexOf }: Walk, stepId: string, matrixId: string, row: number, col: number): number {
  return findMatrix(steps[indexOf(stepId)], matrixId)!.at(row, col)
}

/** Every element of (rows, columns) of the file against the matrix of a step. */
function expectMatrix(walked: Walk, stepId: string, matrixId: string, file: readonly (readonly number[])[]) {
  file.forEach((numbers, row) =>
    numbers.forEach((number, col) => {
      const value = shown(walked, stepId, matrixId, row, col)
      expect(Math.abs(value - number), `${matrixId}[${row}][${col}]`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(number)),
      )
    }),
  )
}

/** The same for (rows, columns, time), one step a time. */
function expectOverTime(
  walked: Walk,
  place: (t: number) => [stepId: string, matrixId: string],
  file: readonly (readonly (readonly number[])[])[],
) {
  for (let t = 0; t < file[0][0].length; t++) {
    const [stepId, matrixId] = place(t)
    expectMatrix(
      walked,
      stepId,
      matrixId,
      file.map((rows) => rows.map((times) => times[t])),
    )
  }
}

function countNumbers(value: Numbers | Record<string, unknown>): number {
  if (typeof value === 'number') return 1
  return Object.values(value).reduce<number>((sum, inner) => sum + countNumbers(inner as Numbers), 0)
}

const weights = (walked: Walk, inputs: Record<'Wax' | 'Waa' | 'Wya' | 'ba' | 'by', number[][]>) => {
  expectMatrix(walked, 'start', 'before.rnn.weight_ih_l0', inputs.Wax)
  expectMatrix(walked, 'start', 'before.rnn.weight_hh_l0', inputs.Waa)
  expectMatrix(walked, 'start', 'before.rnn.bias_ih_l0', inputs.ba)
  expectMatrix(walked, 'start', 'before.head.weight', inputs.Wya)
  expectMatrix(walked, 'start', 'before.head.bias', inputs.by)
}

describe.each(homeworkParts)('homework %s', (part) => {
  it('is a trace like any other', () => {
    expect(traceSchema.safeParse(homeworkWalk(part).trace).success).toBe(true)
  })

  it('can be explained to the last number', () => {
    const walked = homeworkWalk(part)
    for (const step of walked.steps) {
      for (const { result } of step.equations) {
        for (let row = 0; row < result.rows; row++) {
          for (let col = 0; col < result.cols; col++) {
            const explanation = explain(walked, step, result, row, col)
            if (explanation) expect(explanation.computed).toBeCloseTo(explanation.value, 13)
            else expect(step.id).toBe('start')
          }
        }
      }
    }
  })
})

describe.each([
  ['part2AsPrinted', part2.as_printed],
  ['part2AsWritten', part2.as_written],
] as const)('%s', (part, { inputs, forward, outputs, picked }) => {
  const walked = homeworkWalk(part)

  it('shows every input of the file', () => {
    weights(walked, inputs)
    expectMatrix(walked, 'start', 'h.0', inputs.a_prev)
    expectMatrix(walked, 'start', 'unused', inputs.b_unused)
    expectMatrix(walked, 'forward.0.0', 'x', inputs.xt)
    expectMatrix(walked, 'backward.0.0', 'given', inputs.da_next)
  })

  it('shows every result of the file', () => {
    expectMatrix(walked, 'forward.0.0', 'h.0.0', forward.a_next)
    expectMatrix(walked, 'output.0', 'p', forward.yt_pred)
    expectMatrix(walked, 'backward.0.0', 'dx', outputs.dxt)
    expectMatrix(walked, 'backward.0.0', 'dh0.0', outputs.da_prev)
    expectMatrix(walked, 'gradients.0', 'grad.rnn.weight_ih_l0.0', outputs.dWax)
    expectMatrix(walked, 'gradients.0', 'grad.rnn.weight_hh_l0.0', outputs.dWaa)
    expectMatrix(walked, 'gradients.0', 'grad.rnn.bias_ih_l0.0', outputs.dba)
    expect(Object.keys(outputs)).toHaveLength(5)
    expect(countNumbers(picked)).toBe(5)
  })
})

it('shows the numbers that the homework prints for part 2, in the variant that reproduces them', () => {
  const walked = homeworkWalk('part2AsPrinted')
  const printed = part2.printed_in_homework
  expect(shown(walked, 'backward.0.0', 'dx', 1, 2)).toBeCloseTo(printed['dxt[1][2]'], 14)
  expect(shown(walked, 'backward.0.0', 'dh0.0', 2, 3)).toBeCloseTo(printed['da_prev[2][3]'], 14)
  expect(shown(walked, 'gradients.0', 'grad.rnn.weight_ih_l0.0', 3, 1)).toBeCloseTo(printed['dWax[3][1]'], 14)
  expect(shown(walked, 'gradients.0', 'grad.rnn.weight_hh_l0.0', 1, 2)).toBeCloseTo(printed['dWaa[1][2]'], 14)
  expect(shown(walked, 'gradients.0', 'grad.rnn.bias_ih_l0.0', 4, 0)).toBeCloseTo(printed['dba[4]'][0], 8)
})

describe('part 4', () => {
  const walked = homeworkWalk('part4')
  const { inputs, forward, outputs, printed } = part4

  it('shows every input of the file', () => {
    weights(walked, inputs)
    expectMatrix(walked, 'start', 'h.0', inputs.a0)
    expectOverTime(walked, (t) => [`forward.0.${t}`, 'x'], inputs.x)
    expectOverTime(walked, (t) => [`backward.0.${t}`, 'given'], inputs.da)
  })

  it('shows every number of the forward pass and its caches', () => {
    expectOverTime(walked, (t) => [`forward.0.${t}`, `h.0.${t}`], forward.a)
    expectOverTime(walked, (t) => [`output.${t}`, 'p'], forward.y_pred)
    forward.caches.forEach(({ a_next, a_prev, xt }, t) => {
      expectMatrix(walked, `forward.0.${t}`, `h.0.${t}`, a_next)
      expectMatrix(walked, `forward.0.${t}`, `h.0.${t - 1}`, a_prev)
      expectMatrix(walked, `forward.0.${t}`, 'x', xt)
    })
  })

  it('shows every gradient, and so what the homework prints', () => {
    expectOverTime(walked, (t) => [`backward.0.${t}`, 'dx'], outputs.dx)
    expectMatrix(walked, 'backward.0.0', 'dh0.0', outputs.da0)
    expectMatrix(walked, 'gradients.0', 'grad.rnn.weight_ih_l0.0', outputs.dWax)
    expectMatrix(walked, 'gradients.0', 'grad.rnn.weight_hh_l0.0', outputs.dWaa)
    expectMatrix(walked, 'gradients.0', 'grad.rnn.bias_ih_l0.0', outputs.dba)
    expect(shown(walked, 'backward.0.0', 'dh0.0', 2, 3)).toBeCloseTo(printed['da0[2][3]'], 13)
    printed['dx[1][2]'].forEach((number, t) =>
      expect(shown(walked, `backward.0.${t}`, 'dx', 1, 2)).toBeCloseTo(number, 13),
    )
  })

  it('is written in the textbook’s letters', () => {
    const texts = walked.steps[walked.indexOf('forward.0.1')].equations.map(({ tex }) => tex)
    expect(texts).toEqual(['z_{2} = W_{ax}\\,x_{2} + b_{a} + W_{aa}\\,a_{1}', 'a_{2} = \\tanh(z_{2})'])
  })
})
