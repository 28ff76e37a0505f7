import { describe, expect, it } from 'vitest'
import { traceSchema } from '../contract/trace'
import part1 from '../homework/reference/part1_cell_forward.json'
import part2 from '../homework/reference/part2_cell_backward.json'
import part3 from '../homework/reference/part3_forward.json'
import part4 from '../homework/reference/part4_backward.json'
import part5 from '../homework/reference/part5_numpy_vs_torch.json'
import { homeworkParts } from '../contract/homeworkParts'
import { homeworkTimeline } from './homework'
import { largestDifference } from './homeworkComparison'
import { explain } from './lookup'
import type { MatrixRef, TimelessRef } from './matrixRef'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import { openingIndex } from './timeline'
import type { Timeline } from './timeline'
import { matrixOf, stepAt } from './timeline.testing'

type Numbers = number | readonly Numbers[]

/** Where a number of the homework stands: in which step, in which matrix. */
type Shown = readonly [id: StepId, ref: MatrixRef | TimelessRef]

const start = stepId('start')
const gradients = stepId('gradients', 0)
const forward = (t: number): StepId => stepId('forward', 0, t)
const backward = (t: number): StepId => stepId('backward', 0, t)
const state = (t: number): MatrixRef => ({ kind: 'h', cell: 0, t })
const probability: TimelessRef = { kind: 'ofScores', letter: 'p' }
const gradInitial: TimelessRef = { kind: 'dh0', cell: 0 }
const value = (parameter: string): TimelessRef => ({
  kind: 'parameter',
  stage: 'before',
  parameter,
  cell: parameter.startsWith('rnn') ? 0 : null,
})
const gradient = (parameter: string): TimelessRef => ({
  kind: 'parameter',
  stage: 'grad',
  parameter,
  cell: 0,
  gate: 0,
})

/** The number at an element of what a step shows. */
function shown(timeline: Timeline, [id, ref]: Shown, row: number, col: number): number {
  return matrixOf(stepAt(timeline, id), ref).at(row, col)
}

/** Every element of (rows, columns) of the file against the matrix of a step. */
function expectMatrix(timeline: Timeline, at: Shown, file: readonly (readonly number[])[]) {
  file.forEach((numbers, row) =>
    numbers.forEach((number, col) => {
      const value = shown(timeline, at, row, col)
      expect(Math.abs(value - number), `${JSON.stringify(at)}[${row}][${col}]`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(number)),
      )
    }),
  )
}

/** The same for (rows, columns, time), one step a time. */
function expectOverTime(
  timeline: Timeline,
  at: (t: number) => Shown,
  file: readonly (readonly (readonly number[])[])[],
) {
  for (let t = 0; t < file[0][0].length; t++) {
    expectMatrix(
      timeline,
      at(t),
      file.map((rows) => rows.map((times) => times[t])),
    )
  }
}

function countNumbers(value: Numbers | Record<string, unknown>): number {
  if (typeof value === 'number') return 1
  return Object.values(value).reduce<number>((sum, inner) => sum + countNumbers(inner as Numbers), 0)
}

const weights = (timeline: Timeline, inputs: Record<'Wax' | 'Waa' | 'Wya' | 'ba' | 'by', number[][]>) => {
  expectMatrix(timeline, [start, value('rnn.weight_ih_l0')], inputs.Wax)
  expectMatrix(timeline, [start, value('rnn.weight_hh_l0')], inputs.Waa)
  expectMatrix(timeline, [start, value('rnn.bias_ih_l0')], inputs.ba)
  expectMatrix(timeline, [start, value('head.weight')], inputs.Wya)
  expectMatrix(timeline, [start, value('head.bias')], inputs.by)
}

describe.each(homeworkParts)('homework %s', (part) => {
  it('is a trace like any other', () => {
    expect(traceSchema.safeParse(homeworkTimeline(part).trace).success).toBe(true)
  })

  it('can be explained to the last number', () => {
    const timeline = homeworkTimeline(part)
    for (const step of timeline.steps) {
      for (const { result } of step.equations) {
        for (let row = 0; row < result.rows; row++) {
          for (let col = 0; col < result.cols; col++) {
            const explanation = explain(timeline, step, result, row, col)
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
] as const)('%s', (part, { inputs, forward: file, outputs, picked }) => {
  const timeline = homeworkTimeline(part)

  it('shows every input of the file', () => {
    weights(timeline, inputs)
    expectMatrix(timeline, [start, state(-1)], inputs.a_prev)
    expectMatrix(timeline, [start, { kind: 'unusedBias' }], inputs.b_unused)
    expectMatrix(timeline, [forward(0), { kind: 'x' }], inputs.xt)
    expectMatrix(timeline, [backward(0), { kind: 'givenDh' }], inputs.da_next)
  })

  it('shows every result of the file', () => {
    expectMatrix(timeline, [forward(0), state(0)], file.a_next)
    expectMatrix(timeline, [stepId('output', 0), probability], file.yt_pred)
    expectMatrix(timeline, [backward(0), { kind: 'dx' }], outputs.dxt)
    expectMatrix(timeline, [backward(0), gradInitial], outputs.da_prev)
    expectMatrix(timeline, [gradients, gradient('rnn.weight_ih_l0')], outputs.dWax)
    expectMatrix(timeline, [gradients, gradient('rnn.weight_hh_l0')], outputs.dWaa)
    expectMatrix(timeline, [gradients, gradient('rnn.bias_ih_l0')], outputs.dba)
    expect(Object.keys(outputs)).toHaveLength(5)
    expect(countNumbers(picked)).toBe(5)
  })
})

it('shows the numbers that the homework prints for part 2, in the variant that reproduces them', () => {
  const timeline = homeworkTimeline('part2AsPrinted')
  const printed = part2.printed_in_homework
  expect(shown(timeline, [backward(0), { kind: 'dx' }], 1, 2)).toBeCloseTo(printed['dxt[1][2]'], 14)
  expect(shown(timeline, [backward(0), gradInitial], 2, 3)).toBeCloseTo(printed['da_prev[2][3]'], 14)
  expect(shown(timeline, [gradients, gradient('rnn.weight_ih_l0')], 3, 1)).toBeCloseTo(
    printed['dWax[3][1]'],
    14,
  )
  expect(shown(timeline, [gradients, gradient('rnn.weight_hh_l0')], 1, 2)).toBeCloseTo(
    printed['dWaa[1][2]'],
    14,
  )
  expect(shown(timeline, [gradients, gradient('rnn.bias_ih_l0')], 4, 0)).toBeCloseTo(printed['dba[4]'][0], 8)
})

describe('part 4', () => {
  const timeline = homeworkTimeline('part4')
  const { inputs, forward: file, outputs, printed } = part4

  it('shows every input of the file', () => {
    weights(timeline, inputs)
    expectMatrix(timeline, [start, state(-1)], inputs.a0)
    expectOverTime(timeline, (t) => [forward(t), { kind: 'x', t }], inputs.x)
    expectOverTime(timeline, (t) => [backward(t), { kind: 'givenDh', t }], inputs.da)
  })

  it('shows every number of the forward pass and its caches', () => {
    expectOverTime(timeline, (t) => [forward(t), state(t)], file.a)
    expectOverTime(timeline, (t) => [stepId('output', t), { kind: 'ofScores', letter: 'p', t }], file.y_pred)
    file.caches.forEach(({ a_next, a_prev, xt }, t) => {
      expectMatrix(timeline, [forward(t), state(t)], a_next)
      expectMatrix(timeline, [forward(t), state(t - 1)], a_prev)
      expectMatrix(timeline, [forward(t), { kind: 'x', t }], xt)
    })
  })

  it('shows every gradient, and so what the homework prints', () => {
    expectOverTime(timeline, (t) => [backward(t), { kind: 'dx', t }], outputs.dx)
    expectMatrix(timeline, [backward(0), gradInitial], outputs.da0)
    expectMatrix(timeline, [gradients, gradient('rnn.weight_ih_l0')], outputs.dWax)
    expectMatrix(timeline, [gradients, gradient('rnn.weight_hh_l0')], outputs.dWaa)
    expectMatrix(timeline, [gradients, gradient('rnn.bias_ih_l0')], outputs.dba)
    expect(shown(timeline, [backward(0), gradInitial], 2, 3)).toBeCloseTo(printed['da0[2][3]'], 13)
    printed['dx[1][2]'].forEach((number, t) =>
      expect(shown(timeline, [backward(t), { kind: 'dx', t }], 1, 2)).toBeCloseTo(number, 13),
    )
  })

  it('is written in the textbook’s letters', () => {
    const texts = stepAt(timeline, forward(1)).equations.map(({ tex }) => tex)
    expect(texts).toEqual(['z_{2} = W_{ax}\\,x_{2} + b_{a} + W_{aa}\\,a_{1}', 'a_{2} = \\tanh(z_{2})'])
  })
})

describe('parts 1 and 3, which only go forward', () => {
  it('show every input and result of part 1', () => {
    const timeline = homeworkTimeline('part1')
    const { inputs, outputs, printed } = part1
    weights(timeline, inputs)
    expectMatrix(timeline, [start, state(-1)], inputs.a_prev)
    expectMatrix(timeline, [forward(0), { kind: 'x' }], inputs.xt)
    expectMatrix(timeline, [forward(0), state(0)], outputs.a_next)
    expectMatrix(timeline, [stepId('output', 0), probability], outputs.yt_pred)
    printed['a_next[4]'].forEach((number, col) =>
      expect(shown(timeline, [forward(0), state(0)], 4, col)).toBeCloseTo(number, 12),
    )
  })

  it('show every input and result of part 3', () => {
    const timeline = homeworkTimeline('part3')
    const { inputs, outputs } = part3
    weights(timeline, inputs)
    expectMatrix(timeline, [start, state(-1)], inputs.a0)
    expectOverTime(timeline, (t) => [forward(t), { kind: 'x', t }], inputs.x)
    expectOverTime(timeline, (t) => [forward(t), state(t)], outputs.a)
    expectOverTime(
      timeline,
      (t) => [stepId('output', t), { kind: 'ofScores', letter: 'p', t }],
      outputs.y_pred,
    )
  })

  it('have no way back, and open at their first step forward', () => {
    for (const part of ['part1', 'part3'] as const) {
      const timeline = homeworkTimeline(part)
      expect(new Set(timeline.steps.map(({ phase }) => phase))).toEqual(
        new Set(['start', 'forward', 'output']),
      )
      expect(timeline.steps[openingIndex(timeline)].id).toBe(forward(0))
    }
  })
})

describe('part 5', () => {
  const timeline = homeworkTimeline('part5')
  const { inputs, torch, numpy } = part5
  const transposed = (rows: number[][]): number[][] => rows[0].map((_, i) => rows.map((row) => row[i]))
  const column = (numbers: number[]): number[][] => numbers.map((number) => [number])

  it('shows every input in PyTorch’s names', () => {
    expectMatrix(timeline, [start, value('rnn.weight_ih_l0')], inputs.weight_ih)
    expectMatrix(timeline, [start, value('rnn.weight_hh_l0')], inputs.weight_hh)
    expectMatrix(timeline, [start, value('rnn.bias_ih_l0')], column(inputs.bias_ih))
    expectMatrix(timeline, [start, value('rnn.bias_hh_l0')], column(inputs.bias_hh))
    expectMatrix(timeline, [start, state(-1)], transposed(inputs.h3[0]))
    inputs.x3.forEach((x, t) => expectMatrix(timeline, [forward(t), { kind: 'x', t }], transposed(x)))
    inputs.dh.forEach((dh, t) =>
      expectMatrix(timeline, [backward(t), { kind: 'givenDh', t }], transposed(dh)),
    )
  })

  it.each([
    ['numpy', numpy],
    ['torch.nn.RNN', torch],
  ])('shows every result of %s', (_, results) => {
    results.hidden.forEach((h, t) => expectMatrix(timeline, [forward(t), state(t)], transposed(h)))
    results.dx.forEach((dx, t) => expectMatrix(timeline, [backward(t), { kind: 'dx', t }], transposed(dx)))
    expectMatrix(timeline, [backward(0), gradInitial], transposed(results.dh0_extra))
    expectMatrix(timeline, [gradients, gradient('rnn.weight_ih_l0')], results.dw_ih)
    expectMatrix(timeline, [gradients, gradient('rnn.weight_hh_l0')], results.dw_hh)
    expectMatrix(timeline, [gradients, gradient('rnn.bias_ih_l0')], column(results.db_ih))
    expectMatrix(timeline, [gradients, gradient('rnn.bias_hh_l0')], column(results.db_hh))
  })

  it('ends with the class RNNCell against torch.nn.RNN, result by result', () => {
    const lines = stepAt(timeline, stepId('comparison')).equations
    expect(lines.map(({ result }) => result.name.text.replace('difference of ', ''))).toEqual([
      ...['h_1', 'h_2', 'h_3', 'dx_1', 'dx_2', 'dx_3'],
      ...['dweight_ih', 'dweight_hh', 'dbias_ih', 'dbias_hh', 'dh_0'],
    ])
    const all = lines.flatMap(({ result }) =>
      Array.from({ length: result.rows * result.cols }, (_, i) =>
        Math.abs(result.at(Math.floor(i / result.cols), i % result.cols)),
      ),
    )
    expect(Math.max(...all)).toBe(largestDifference())
    expect(largestDifference()).toBeLessThan(4e-15)
    const [ours, theirs] = lines[6].operands
    expect(ours.at(4, 3)).toBeCloseTo(numpy.dw_ih[4][3], 13)
    expect(theirs.at(4, 3)).toBe(torch.dw_ih[4][3])
  })
})
