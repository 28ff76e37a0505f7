import type { ParameterTrace, Trace, TraceTensor } from '../contract/trace'
import part2 from '../homework/reference/part2_cell_backward.json'
import part4 from '../homework/reference/part4_backward.json'
import passes from '../homework/reference/passes.json'
import type { Nested, Tensor } from '../homework/tensor'
import { fromNested } from '../homework/tensor'
import { plainMatrix } from './matrix'
import { homeworkLetters } from './notation'
import type { Timeline } from './timeline'
import { createTimeline } from './timeline'

/** The homework's numeric tests that can be opened: the cell's backward step twice, and the sequence. */
export const homeworkParts = ['part2AsPrinted', 'part2AsWritten', 'part4'] as const
export type HomeworkPart = (typeof homeworkParts)[number]

/** What one of the tests computes with, features x batch (x time). */
interface NestedInputs {
  readonly x: Nested
  readonly a0: Nested
  readonly da: Nested
  readonly Wax: Nested
  readonly Waa: Nested
  readonly Wya: Nested
  readonly ba: Nested
  readonly by: Nested
}

/** The same as this project lays numbers out: time first, then batch. */
export interface HomeworkInputs {
  /** (T, B, I) */
  readonly x: TraceTensor
  /** (1, B, H) */
  readonly a0: TraceTensor
  /** (T, B, H) */
  readonly da: TraceTensor
  readonly Wax: Tensor
  readonly Waa: Tensor
  readonly Wya: Tensor
  readonly ba: Tensor
  readonly by: Tensor
}

/**
 * What the passes over one of the tests compute, buffer by buffer as a trace has them, and the gradients of
 * Wax, Waa and ba. The numbers are those of the tanh cell that trains, bit for bit, as a test proves; they
 * are kept in a file because the window, which shows them, does no training.
 */
export interface HomeworkPasses {
  readonly h: readonly number[]
  readonly gates: readonly number[]
  readonly gradH: readonly number[]
  readonly gradGates: readonly number[]
  readonly gradH0: readonly number[]
  readonly gradInput: readonly number[]
  readonly scores: readonly number[]
  readonly gradients: Readonly<Record<'Wax' | 'Waa' | 'ba', readonly number[]>>
}

/** What one of the tests computes with. */
export function homeworkInputs(part: HomeworkPart): HomeworkInputs {
  const { x, a0, da, Wax, Waa, Wya, ba, by } = nestedInputs(part)
  return {
    x: timeFirst(fromNested(x)),
    a0: timeFirst(fromNested(a0)),
    da: timeFirst(fromNested(da)),
    Wax: fromNested(Wax),
    Waa: fromNested(Waa),
    Wya: fromNested(Wya),
    ba: fromNested(ba),
    by: fromNested(by),
  }
}

/**
 * One of the homework's tests in the textbook's names. It has one bias, no loss and no optimizer: the
 * gradient at a_t is given.
 */
export function homeworkTimeline(part: HomeworkPart): Timeline {
  const trace = homeworkTrace(homeworkInputs(part), passes[part])
  if (part === 'part4') return createTimeline(trace, homeworkLetters)
  const drawn = fromNested(part2Variant(part).inputs.b_unused)
  const name = { tex: 'b_{\\text{unused}}', text: 'b (drawn, never used)' }
  const identity = { ref: { kind: 'unusedBias' } as const, name, madeIn: null }
  return createTimeline(trace, homeworkLetters, [plainMatrix(identity, drawn.data, 0, drawn.shape[0], 1)])
}

function part2Variant(part: 'part2AsPrinted' | 'part2AsWritten') {
  return part === 'part2AsPrinted' ? part2.as_printed : part2.as_written
}

function nestedInputs(part: HomeworkPart): NestedInputs {
  if (part === 'part4') return part4.inputs
  const { inputs } = part2Variant(part)
  return { ...inputs, x: inputs.xt, a0: inputs.a_prev, da: inputs.da_next }
}

function homeworkTrace(inputs: HomeworkInputs, computed: HomeworkPasses): Trace {
  const { x, a0, da, Wax, Waa, Wya, ba, by } = inputs
  const [steps, batch, inputSize] = x.shape
  const hiddenSize = a0.shape[2]
  const outputSize = Wya.shape[0]
  const tensor = (data: readonly number[], ...shape: number[]): TraceTensor => ({
    shape,
    data: Float64Array.from(data),
  })
  return {
    update: 0,
    cell: 'rnn',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    dtype: 'float64',
    sizes: { steps, batch, inputSize, hiddenSize, outputSize, numLayers: 1, numDirections: 1 },
    window: { firstStep: 0, seqLen: steps, tbptt: null, isCarried: false },
    lead: null,
    input: x,
    gradInput: tensor(computed.gradInput, ...x.shape),
    cells: [
      {
        layer: 0,
        isReversed: false,
        h: tensor(computed.h, steps + 1, batch, hiddenSize),
        c: null,
        gates: tensor(computed.gates, 1, steps, batch, hiddenSize),
        extra: null,
        gradH: tensor(computed.gradH, steps, batch, hiddenSize),
        gradC: null,
        gradGates: tensor(computed.gradGates, 1, steps, batch, hiddenSize),
        gradH0: tensor(computed.gradH0, batch, hiddenSize),
        gradC0: null,
      },
    ],
    output: {
      kind: 'none',
      steps: Array.from({ length: steps }, (_, t) => t),
      scores: tensor(computed.scores, steps, batch, outputSize),
      target: null,
      gradScores: null,
      givenGradH: da,
      loss: null,
    },
    parameters: [
      parameterTrace('rnn.weight_ih_l0', Wax, computed.gradients.Wax),
      parameterTrace('rnn.weight_hh_l0', Waa, computed.gradients.Waa),
      parameterTrace('rnn.bias_ih_l0', ba, computed.gradients.ba),
      parameterTrace('head.weight', Wya, null),
      parameterTrace('head.bias', by, null),
    ],
    clip: { mode: 'none', threshold: 1, isClipped: false, normBefore: 0, normAfter: 0 },
    optimizer: null,
  }
}

/** A parameter that no step was made for; without a gradient zeros. */
function parameterTrace(
  name: string,
  { shape, data }: Tensor,
  gradient: readonly number[] | null,
): ParameterTrace {
  const grad = gradient ? Float64Array.from(gradient) : new Float64Array(data.length)
  return { name, shape: [...shape], before: data, after: data, grad, gradClipped: grad, buffers: [] }
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
