import type { Experiment } from '../experiment/experiment'
import { widthOfInput } from '../experiment/modelMemory'
import { cellKindOf } from '../kinds/cells'
import { taskNamed } from '../tasks/registry'
import { canonicalJson } from './canonical'

/**
 * What two runs begin with alike. `equal`: the same numbers; `rounded`: the same, rounded to float32 in one of
 * them; `different`: other numbers, or another shape; `absent`: only one of them has it.
 */
export type Sharing = 'equal' | 'rounded' | 'different' | 'absent'

export interface Shared {
  /** The initial values of every parameter that either has, by name, in the order of the first. */
  readonly parameters: readonly { readonly name: string; readonly sharing: Sharing }[]
  /** The sequences that they are trained on, batch by batch. */
  readonly data: Sharing
}

/** What two runs share before the first update, without building either. */
export function sharedOf(one: Experiment, other: Experiment): Shared {
  const [ours, theirs] = [initialValues(one), initialValues(other)]
  const hasOneDtype = one.train.dtype === other.train.dtype
  const names = [...new Set([...ours.keys(), ...theirs.keys()])]
  return {
    parameters: names.map((name) => {
      const [value, otherValue] = [ours.get(name), theirs.get(name)]
      if (!value || !otherValue) return { name, sharing: 'absent' }
      if (canonicalJson(value) !== canonicalJson(otherValue)) return { name, sharing: 'different' }
      return { name, sharing: hasOneDtype || isExact(value) ? 'equal' : 'rounded' }
    }),
    data: dataSharing(one, other),
  }
}

function dataSharing(one: Experiment, other: Experiment): Sharing {
  const drawn = ({ task, train }: Experiment) =>
    canonicalJson([task, train.batch, train.dataSeed ?? train.seed])
  if (drawn(one) !== drawn(other)) return 'different'
  return one.train.dtype === other.train.dtype ? 'equal' : 'rounded'
}

/** How the initial values of a parameter come about: equal descriptions mean equal numbers. */
interface Initial {
  readonly shape: readonly number[]
  /** The seed of the stream that it is drawn from, and how many numbers are drawn before; null: nothing is. */
  readonly from: readonly [seed: number, position: number] | null
  /** U(-bound, bound), N(0, 1), an orthogonal matrix a gate, or the same in every element of a kind. */
  readonly kind: 'uniform' | 'normal' | 'orthogonal' | 'identity' | 'zeros' | 'forgetGate'
  /** Bound, gain, or value. */
  readonly size: number
}

/** Whether all its numbers are float32's. */
function isExact({ kind, size }: Initial): boolean {
  return kind !== 'uniform' && kind !== 'normal' && kind !== 'orthogonal' && Math.fround(size) === size
}

const EMBEDDING = 'embedding.weight'

/** 32-bit words of the generator. */
const WORDS_OF_UNIFORM = 2
const WORDS_OF_NORMAL = 4

/**
 * The initial values of every parameter as `core/nn/init.ts` draws them, one after the other from one stream:
 * those of a parameter depend on how much is drawn before it.
 */
function initialValues({ task, model, train }: Experiment): Map<string, Initial> {
  const { inputSize, outputSize } = taskNamed(task.name).shape(task)
  const { hiddenSize, numLayers, init, initGain, forgetBias, embeddingSize } = model
  const { gateNames, hasCellState } = cellKindOf(model.cell)
  const rows = gateNames.length * hiddenSize
  const directions = model.bidirectional ? 2 : 1
  const seed = train.initSeed ?? train.seed
  const values = new Map<string, Initial>()
  let position = 0

  function add(name: string, shape: readonly number[], kind: Initial['kind'], size: number): void {
    // Nothing times any matrix.
    const isZero = size === 0
    const isDrawn = kind === 'uniform' || kind === 'normal' || kind === 'orthogonal'
    const from = isDrawn ? ([seed, position] as const) : null
    values.set(name, isZero ? { shape, from: null, kind: 'zeros', size: 0 } : { shape, from, kind, size })
    const count = shape.reduce((product, length) => product * length, 1)
    if (kind === 'uniform') position += count * WORDS_OF_UNIFORM
    if (kind === 'normal' || kind === 'orthogonal') position += count * WORDS_OF_NORMAL
  }

  function addCell(suffix: string, input: number): void {
    const drawn = init === 'pytorch' ? 1 / Math.sqrt(hiddenSize) : null
    add(`rnn.weight_ih_${suffix}`, [rows, input], 'uniform', drawn ?? glorotBound(input, hiddenSize))
    const [kind, size] =
      init === 'pytorch' || init === 'glorot'
        ? (['uniform', drawn ?? initGain * glorotBound(hiddenSize, hiddenSize)] as const)
        : ([init, initGain] as const)
    add(`rnn.weight_hh_${suffix}`, [rows, hiddenSize], kind, size)
    if (!model.bias) return
    const hasForgetBias = drawn === null && gateNames.some((gate) => gate === 'f')
    add(
      `rnn.bias_ih_${suffix}`,
      [rows],
      ...((drawn !== null
        ? ['uniform', drawn]
        : hasForgetBias
          ? ['forgetGate', forgetBias]
          : ['zeros', 0]) as [Initial['kind'], number]),
    )
    add(`rnn.bias_hh_${suffix}`, [rows], drawn !== null ? 'uniform' : 'zeros', drawn ?? 0)
  }

  for (let layer = 0; layer < numLayers; layer++) {
    const input = layer === 0 ? widthOfInput(model, inputSize) : directions * hiddenSize
    addCell(`l${layer}`, input)
    if (model.bidirectional) addCell(`l${layer}_reverse`, input)
  }
  const numFeatures = directions * hiddenSize
  add('head.weight', [outputSize, numFeatures], 'uniform', 1 / Math.sqrt(numFeatures))
  add('head.bias', [outputSize], 'uniform', 1 / Math.sqrt(numFeatures))
  if (model.learnInitialState) {
    for (const name of hasCellState ? ['h0', 'c0'] : ['h0']) {
      add(name, [numLayers * directions, hiddenSize], 'zeros', 0)
    }
  }
  if (embeddingSize === null) return values
  // It is drawn last, and stands first.
  add(EMBEDDING, [inputSize, embeddingSize], 'normal', 1)
  return new Map([[EMBEDDING, values.get(EMBEDDING)!], ...values])
}

function glorotBound(numIn: number, numOut: number): number {
  return Math.sqrt(6 / (numIn + numOut))
}
