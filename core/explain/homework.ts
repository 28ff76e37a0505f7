import type { ParameterTrace, Trace, TraceTensor } from '../contract/trace'
import part1 from '../homework/reference/part1_cell_forward.json'
import part2 from '../homework/reference/part2_cell_backward.json'
import part3 from '../homework/reference/part3_forward.json'
import part4 from '../homework/reference/part4_backward.json'
import part5 from '../homework/reference/part5_numpy_vs_torch.json'
import passes from '../homework/reference/passes.json'
import type { HomeworkPart } from '../contract/homeworkParts'
import type { Nested, Tensor } from '../homework/tensor'
import { fromNested } from '../homework/tensor'
import { plainMatrix } from './matrix'
import { comparisonStep } from './homeworkComparison'
import type { Notation } from './notation'
import { homeworkLetters, pytorchLetters, textbookLetters } from './notation'
import type { Timeline } from './timeline'
import { createTimeline } from './timeline'

/** What a test computes with, as this project lays numbers out: time first, then batch. */
export interface HomeworkInputs {
  /** (T, B, I) */
  readonly x: TraceTensor
  /** (1, B, H) */
  readonly a0: TraceTensor
  /** (T, B, H); null in a test that only goes forward. */
  readonly da: TraceTensor | null
  readonly Wax: Tensor
  readonly Waa: Tensor
  readonly ba: Tensor
  /** PyTorch's second bias, at the state; null in the tests that have one bias. */
  readonly bHh: Tensor | null
  /** Of the output layer; null in the test without one. */
  readonly head: { readonly Wya: Tensor; readonly by: Tensor } | null
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
  switch (part) {
    case 'part1':
      return textbookInputs({ ...part1.inputs, x: part1.inputs.xt, a0: part1.inputs.a_prev, da: null })
    case 'part3':
      return textbookInputs({ ...part3.inputs, da: null })
    case 'part4':
      return textbookInputs(part4.inputs)
    case 'part5':
      return pytorchInputs()
  }
  const { inputs } = part2Variant(part)
  return textbookInputs({ ...inputs, x: inputs.xt, a0: inputs.a_prev, da: inputs.da_next })
}

/**
 * One of the homework's tests in the handout's names, of its last part in PyTorch's, or in the textbook's
 * letters. It has no loss and no
 * optimizer: the gradient at a_t is given, or there is no way back.
 */
export function homeworkTimeline(part: HomeworkPart, notation: Notation = 'pytorch'): Timeline {
  const own = part === 'part5' ? pytorchLetters : homeworkLetters
  const letters = notation === 'textbook' ? textbookLetters('rnn') : own
  const inputs = homeworkInputs(part)
  const trace = homeworkTrace(inputs, passes[part])
  const isForwardOnly = inputs.da === null
  if (part === 'part5') return createTimeline(trace, { letters, closing: comparisonStep })
  if (part === 'part1' || part === 'part3' || part === 'part4') {
    return createTimeline(trace, { letters, isForwardOnly })
  }
  const drawn = fromNested(part2Variant(part).inputs.b_unused)
  const name = { tex: 'b_{\\text{unused}}', text: 'b (drawn, never used)' }
  const identity = { ref: { kind: 'unusedBias' } as const, name, madeIn: null }
  const extras = [plainMatrix(identity, drawn.data, 0, drawn.shape[0], 1)]
  return createTimeline(trace, { letters, extras })
}

function part2Variant(part: 'part2AsPrinted' | 'part2AsWritten') {
  return part === 'part2AsPrinted' ? part2.as_printed : part2.as_written
}

type NestedInputs = Readonly<Record<'x' | 'a0' | 'Wax' | 'Waa' | 'Wya' | 'ba' | 'by', Nested>> & {
  readonly da: Nested | null
}

/** Features x batch (x time). */
function textbookInputs({ x, a0, da, Wax, Waa, Wya, ba, by }: NestedInputs): HomeworkInputs {
  return {
    x: timeFirst(fromNested(x)),
    a0: timeFirst(fromNested(a0)),
    da: da === null ? null : timeFirst(fromNested(da)),
    Wax: fromNested(Wax),
    Waa: fromNested(Waa),
    ba: fromNested(ba),
    bHh: null,
    head: { Wya: fromNested(Wya), by: fromNested(by) },
  }
}

/** Time x batch x features. */
function pytorchInputs(): HomeworkInputs {
  const { x3, h3, dh, weight_ih, weight_hh, bias_ih, bias_hh } = part5.inputs
  const tensor = (nested: Nested): TraceTensor => {
    const { shape, data } = fromNested(nested)
    return { shape: [...shape], data }
  }
  return {
    x: tensor(x3),
    a0: tensor(h3),
    da: tensor(dh),
    Wax: fromNested(weight_ih),
    Waa: fromNested(weight_hh),
    ba: fromNested(bias_ih),
    bHh: fromNested(bias_hh),
    head: null,
  }
}

function homeworkTrace(inputs: HomeworkInputs, computed: HomeworkPasses): Trace {
  const { x, a0, da, Wax, Waa, ba, bHh, head } = inputs
  const [steps, batch, inputSize] = x.shape
  const hiddenSize = a0.shape[2]
  const outputSize = head ? head.Wya.shape[0] : 0
  const tensor = (data: readonly number[], ...shape: number[]): TraceTensor => ({
    shape,
    data: Float64Array.from(data),
  })
  return {
    update: 0,
    cell: 'rnn',
    nonlinearity: 'tanh',
    gruVariant: 'resetAfter',
    residualScale: 1,
    dtype: 'float64',
    sizes: { steps, batch, inputSize, hiddenSize, outputSize, numLayers: 1, numDirections: 1 },
    window: { firstStep: 0, seqLen: steps, tbptt: null, isCarried: false },
    lead: null,
    input: x,
    gradInput: tensor(computed.gradInput, ...x.shape),
    ...{ oneHot: null, dropoutMasks: [], isStateLearned: false },
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
      steps: head ? Array.from({ length: steps }, (_, t) => t) : [],
      scores: tensor(computed.scores, head ? steps : 0, batch, outputSize),
      target: null,
      gradScores: null,
      givenGradH: da,
      loss: null,
    },
    parameters: [
      parameterTrace('rnn.weight_ih_l0', Wax, computed.gradients.Wax),
      parameterTrace('rnn.weight_hh_l0', Waa, computed.gradients.Waa),
      parameterTrace('rnn.bias_ih_l0', ba, computed.gradients.ba),
      // The same as that of the other bias, which is added to the same sum.
      ...(bHh ? [parameterTrace('rnn.bias_hh_l0', bHh, computed.gradients.ba)] : []),
      ...(head
        ? [parameterTrace('head.weight', head.Wya, null), parameterTrace('head.bias', head.by, null)]
        : []),
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
