import { describe, expect, it } from 'vitest'
import { traceSchema } from '../contract/trace'
import part2 from '../homework/reference/part2_cell_backward.json'
import part4 from '../homework/reference/part4_backward.json'
import { homeworkParts, homeworkTimeline } from './homework'
import { explain } from './lookup'
import type { MatrixRef, TimelessRef } from './matrixRef'
import type { StepId } from './stepId'
import { stepId } from './stepId'
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
