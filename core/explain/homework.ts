import type { Cell } from '../cells/cell'
import { rnn } from '../cells/rnn'
import type { ParameterTrace, Trace, TraceTensor } from '../contract/trace'
import part2 from '../homework/reference/part2_cell_backward.json'
import part4 from '../homework/reference/part4_backward.json'
import type { Nested, Tensor } from '../homework/tensor'
import { fromNested } from '../homework/tensor'
import { LinearHead } from '../nn/head'
import type { Parameter } from '../nn/parameter'
import { createParameter } from '../nn/parameter'
import { plainMatrix } from './matrix'
import { homeworkLetters } from './notation'
import type { Timeline } from './timeline'
import { createTimeline } from './timeline'

/** The homework's numeric tests that can be opened: the cell's backward step in two variants, and the sequence. */
export const homeworkParts = ['part2AsPrinted', 'part2AsWritten', 'part4'] as const
export type HomeworkPart = (typeof homeworkParts)[number]

/** What one of the tests computes with, features x batch (x time). */
interface Inputs {
  readonly x: Nested
  readonly a0: Nested
  readonly da: Nested
  readonly Wax: Nested
  readonly Waa: Nested
  readonly Wya: Nested
  readonly ba: Nested
  readonly by: Nested
}

/**
 * One of the homework's tests in the textbook's names, computed by the tanh cell that trains. It has one bias, no
 * loss and no optimizer: the gradient at a_t is given.
 */
export function homeworkTimeline(part: HomeworkPart): Timeline {
  if (part === 'part4') return createTimeline(homeworkTrace(part4.inputs), homeworkLetters)
  const { inputs } = part === 'part2AsPrinted' ? part2.as_printed : part2.as_written
  const { xt, a_prev: a0, da_next: da, b_unused: unused } = inputs
  const drawn = fromNested(unused)
  const name = { tex: 'b_{\\text{unused}}', text: 'b (drawn, never used)' }
  const identity = { ref: { kind: 'unusedBias' } as const, name, madeIn: null }
  return createTimeline(homeworkTrace({ ...inputs, x: xt, a0, da }), homeworkLetters, [
    plainMatrix(identity, drawn.data, 0, drawn.shape[0], 1),
  ])
}

/** A test's forward and backward pass through the real cell. */
function homeworkTrace(inputs: Inputs): Trace {
  const x = timeFirst(fromNested(inputs.x))
  const a0 = timeFirst(fromNested(inputs.a0))
  const da = timeFirst(fromNested(inputs.da))
  const [steps, batch, inputSize] = x.shape
  const hiddenSize = a0.shape[2]
  const weightIh = parameterOf('rnn.weight_ih_l0', fromNested(inputs.Wax))
  const weightHh = parameterOf('rnn.weight_hh_l0', fromNested(inputs.Waa))
  const biasIh = parameterOf('rnn.bias_ih_l0', fromNested(inputs.ba))

  const cell = rnn.create(
    { seqLen: steps, batch, inputSize, hiddenSize },
    { weightIh, weightHh, biasIh, biasHh: null },
    { nonlinearity: 'tanh', gruVariant: 'resetAfter', dtype: 'float64', isReversed: false },
  )
  cell.h.set(a0.data)
  cell.forward(x.data, 0, steps)
  cell.gradH.set(da.data)
  cell.backwardSteps(Infinity)
  cell.accumulateGradients(x.data, 0)
  const gradInput = new Float64Array(x.data.length)
  cell.computeGradInput(gradInput, 0, false)

  const { head, scores } = readOut(cell, fromNested(inputs.Wya), fromNested(inputs.by))
  const states = (data: Float64Array, ...shape: number[]): TraceTensor => ({ shape, data })
  const float64 = (floats: ArrayLike<number>): Float64Array => Float64Array.from(floats)
  return {
    update: 0,
    cell: 'rnn',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    dtype: 'float64',
    sizes: {
      steps,
      batch,
      inputSize,
      hiddenSize,
      outputSize: head.outputSize,
      numLayers: 1,
      numDirections: 1,
    },
    window: { firstStep: 0, seqLen: steps, tbptt: null, isCarried: false },
    lead: null,
    input: x,
    gradInput: states(gradInput, ...x.shape),
    cells: [
      {
        layer: 0,
        isReversed: false,
        h: states(float64(cell.h), steps + 1, batch, hiddenSize),
        c: null,
        gates: states(float64(cell.gates), 1, steps, batch, hiddenSize),
        extra: null,
        gradH: states(float64(cell.gradH), steps, batch, hiddenSize),
        gradC: null,
        gradGates: states(float64(cell.gradGates), 1, steps, batch, hiddenSize),
        gradH0: states(float64(cell.gradH0), batch, hiddenSize),
        gradC0: null,
      },
    ],
    output: {
      kind: 'none',
      steps: Array.from({ length: steps }, (_, t) => t),
      scores: states(scores, steps, batch, head.outputSize),
      target: null,
      gradScores: null,
      givenGradH: da,
      loss: null,
    },
    parameters: [weightIh, weightHh, biasIh, head.weight, head.bias].map(traceParameter),
    clip: { mode: 'none', threshold: 1, isClipped: false, normBefore: 0, normAfter: 0 },
    optimizer: null,
  }
}

function readOut(cell: Cell, weight: Tensor, bias: Tensor): { head: LinearHead; scores: Float64Array } {
  const { batch, hiddenSize } = cell.sizes
  const head = new LinearHead(hiddenSize, weight.shape[0], batch, 'float64')
  head.weight.value.set(weight.data)
  head.bias.value.set(bias.data)
  const scores = new Float64Array(cell.steps * batch * head.outputSize)
  head.prepareForward()
  head.forward(cell.h, batch * hiddenSize, scores, 0, cell.steps * batch)
  return { head, scores }
}

/** (features, batch) or (features, batch, time) as (time, batch, features). */
function timeFirst({ shape: [features, batch, time = 1], data }: Tensor): TraceTensor {
  const out = new Float64Array(data.length)
  for (let f = 0; f < features; f++) {
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < time; t++) {
        out[(t * batch + b) * features + f] = data[(f * batch + b) * time + t]
      }
    }
  }
  return { shape: [time, batch, features], data: out }
}

function parameterOf(name: string, { shape, data }: Tensor): Parameter {
  const parameter = createParameter(name, shape, 'float64')
  parameter.value.set(data)
  return parameter
}

function traceParameter({ name, shape, value, grad }: Parameter): ParameterTrace {
  const before = Float64Array.from(value)
  const gradient = Float64Array.from(grad)
  return {
    name,
    shape: [...shape],
    before,
    after: before,
    grad: gradient,
    gradClipped: gradient,
    buffers: [],
  }
}
