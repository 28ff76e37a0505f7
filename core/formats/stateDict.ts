import { formatShape, sizeOf } from '../math/floats'
import { showText } from '../text/foreign'
import type { Reason } from '../contract/reasons'
import { reason } from '../contract/reasons'
import type { Tensor } from './safetensors'
import { WeightsError } from './weightsError'

/*
 * The weights of a recurrent network of PyTorch's, an nn.RNN, GRU or LSTM with an nn.Linear behind it, whatever
 * the modules are called: `encoder.lstm.weight_ih_l0`, .., `fc.weight`, `fc.bias`. Before it may stand an
 * nn.Embedding called `embedding`, and beside it `h0` and `c0`, (L*D, H), of a state that is learned.
 */

/** What the shapes of such weights say of their network. */
export interface StateDict {
  /** Row blocks of a layer's weights: 1 of a simple RNN, 3 of a GRU, 4 of an LSTM. */
  readonly numGates: 1 | 3 | 4
  /** Symbols, where they are embedded. */
  readonly inputSize: number
  readonly embeddingSize: number | null
  readonly learnInitialState: boolean
  readonly hiddenSize: number
  readonly outputSize: number
  readonly numLayers: number
  readonly bidirectional: boolean
  readonly bias: boolean
  readonly dtype: 'float32' | 'float64'
  /** By what they are called here, `rnn.weight_ih_l0`, .., `head.bias`. */
  readonly weights: ReadonlyMap<string, Weight>
}

/** One of them, as it is in the file. */
export interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float64Array | Float32Array
}

/** What a network may have besides, by the name that it has here. */
const BESIDES = /(?:^|\.)(embedding\.weight|h0|c0)$/
const RECURRENT = /^(.*?)((?:weight|bias)_(?:ih|hh)_l(\d{1,3})(_reverse)?)$/

/**
 * Reads the weights of one network out of a file's tensors.
 * @throws {WeightsError} naming the tensor that is missing, that has another shape or type, holds NaN, or
 *   belongs to no such network.
 */
export function readStateDict(tensors: ReadonlyMap<string, Tensor>): StateDict {
  const weights = new Map<string, Weight>()
  const prefixes = new Set<string>()
  const others: Weight[] = []
  for (const [name, tensor] of tensors) {
    const weight = weightOf(name, tensor)
    const [, prefix, own] = RECURRENT.exec(name) ?? []
    const [, besides] = BESIDES.exec(name) ?? []
    if (besides !== undefined) weights.set(besides, weight)
    else if (prefix === undefined || own === undefined) others.push(weight)
    else {
      prefixes.add(prefix)
      weights.set(`rnn.${own}`, weight)
    }
  }
  if (prefixes.size > 1) {
    const shown = [...prefixes].map((prefix) => `${showText(prefix)}weight_ih_l0`)
    throw new WeightsError(reason('severalNetworks', { count: prefixes.size, names: shown.join(', ') }))
  }
  const [prefix = ''] = prefixes
  const sizes = sizesOf(weights, prefix, tensors)
  addHead(weights, others)
  requireShapes(weights, prefix, sizes)
  return { ...sizes, ...besidesOf(weights, sizes), ...outputOf(weights), dtype: dtypeOf(weights), weights }
}

/** What the weights besides say; those of the lowest layer read as many numbers as a vector has. */
function besidesOf(
  weights: ReadonlyMap<string, Weight>,
  { inputSize }: Sizes,
): Pick<StateDict, 'inputSize' | 'embeddingSize' | 'learnInitialState'> {
  const embedding = weights.get('embedding.weight')
  if (embedding) requireShape('embedding.weight', embedding, [embedding.shape[0] ?? 0, inputSize], '')
  return {
    inputSize: embedding?.shape[0] ?? inputSize,
    embeddingSize: embedding ? inputSize : null,
    learnInitialState: weights.has('h0'),
  }
}

function weightOf(name: string, { dtype, shape, data }: Tensor): Weight {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) {
    throw new WeightsError(reason('tensorKind', { name: showText(name), dtype }))
  }
  const at = data.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) {
    const [value, place] = [String(data[at]), placeOf(at, shape)]
    throw new WeightsError(reason('tensorValue', { name: showText(name), value, place }))
  }
  return { name, shape, data }
}

/** `[2, 5]`: where an element stands. */
function placeOf(index: number, shape: readonly number[]): string {
  let rest = index
  const places = shape.map((_, axis) => {
    const size = sizeOf(shape.slice(axis + 1))
    const place = Math.floor(rest / size)
    rest -= place * size
    return place
  })
  return `[${places.join(', ')}]`
}

type Sizes = Pick<StateDict, 'numGates' | 'inputSize' | 'hiddenSize' | 'numLayers' | 'bidirectional' | 'bias'>

function sizesOf(
  weights: ReadonlyMap<string, Weight>,
  prefix: string,
  tensors: ReadonlyMap<string, Tensor>,
): Sizes {
  const [ih, hh] = ['weight_ih_l0', 'weight_hh_l0'].map((own) => {
    const weight = weights.get(`rnn.${own}`)
    if (!weight) {
      const held = [...tensors.keys()].slice(0, 5).map((name) => showText(name))
      const name = `${showText(prefix)}${own}`
      throw new WeightsError(
        held.length > 0
          ? reason('noNetwork', { name, held: held.join(', ') })
          : reason('noTensors', { name }),
      )
    }
    return weight
  })
  const [rows = 0, hiddenSize = 0] = hh.shape
  const numGates = rows / hiddenSize
  if (hh.shape.length !== 2 || (numGates !== 1 && numGates !== 3 && numGates !== 4)) {
    throw new WeightsError(reason('noGates', shown(hh)))
  }
  const names = [...weights.keys()].filter((name) => name.startsWith('rnn.'))
  const layers = names.map((name) => Number(/_l(\d+)/.exec(name)?.[1]))
  return {
    ...{ numGates, inputSize: ih.shape[1] ?? 0, hiddenSize, numLayers: Math.max(...layers) + 1 },
    bidirectional: names.some((name) => name.endsWith('_reverse')),
    bias: names.some((name) => name.startsWith('rnn.bias_')),
  }
}

/** The linear layer among tensors that are not the recurrent network's: one weight and one bias. */
function addHead(weights: Map<string, Weight>, others: readonly Weight[]): void {
  for (const weight of others) {
    const [, own] = /(?:^|\.)(weight|bias)$/.exec(weight.name) ?? []
    const isHead = own !== undefined && !weights.has(`head.${own}`)
    if (!isHead) throw useless(weight)
    weights.set(`head.${own}`, weight)
  }
  const [weight, bias] = [weights.get('head.weight'), weights.get('head.bias')]
  if (weight && bias && weight.name.replace(/weight$/, 'bias') !== bias.name) throw useless(bias)
}

const useless = (weight: Weight): WeightsError => new WeightsError(reason('tensorUseless', shown(weight)))

/** A tensor as it is told of. */
export function shown({ name, shape }: Pick<Weight, 'name' | 'shape'>): { name: string; shape: string } {
  return { name: showText(name), shape: formatShape(shape) }
}

/** Asks for every tensor of a network of these sizes, and for no other. */
function requireShapes(weights: ReadonlyMap<string, Weight>, prefix: string, sizes: Sizes): void {
  const { numLayers, bidirectional, bias } = sizes
  const expected = new Map<string, readonly number[]>()
  const directions = bidirectional ? ['', '_reverse'] : ['']
  const { numGates, inputSize, hiddenSize } = sizes
  const rows = numGates * hiddenSize
  for (let layer = 0; layer < numLayers; layer++) {
    for (const direction of directions) {
      const at = `l${layer}${direction}`
      expected.set(`rnn.weight_ih_${at}`, [rows, layer === 0 ? inputSize : directions.length * hiddenSize])
      expected.set(`rnn.weight_hh_${at}`, [rows, hiddenSize])
      if (!bias) continue
      expected.set(`rnn.bias_ih_${at}`, [rows])
      expected.set(`rnn.bias_hh_${at}`, [rows])
    }
  }
  const outputs = weights.get('head.weight')?.shape[0] ?? 0
  expected.set('head.weight', [outputs, directions.length * hiddenSize])
  expected.set('head.bias', [outputs])
  for (const [own, shape] of expected) requireShape(own, weights.get(own), shape, prefix)
}

function requireShape(
  own: string,
  weight: Weight | undefined,
  shape: readonly number[],
  prefix: string,
): void {
  const expected = formatShape(shape)
  if (!weight) throw new WeightsError(missing(own, expected, prefix))
  if (weight.shape.length === shape.length && weight.shape.every((extent, i) => extent === shape[i])) return
  throw new WeightsError(reason('tensorShape', { ...shown(weight), expected }))
}

function missing(own: string, expected: string, prefix: string): Reason {
  if (own === 'head.weight') return reason('headWeightMissing', { expected })
  if (own === 'head.bias') return reason('headBiasMissing', { expected })
  return reason('tensorMissing', { name: showText(`${prefix}${own.slice(4)}`), expected })
}

const outputOf = (weights: ReadonlyMap<string, Weight>) => ({
  outputSize: weights.get('head.weight')?.shape[0] ?? 0,
})

/** The kind that all of them have; float64 where they differ, which holds every float32. */
function dtypeOf(weights: ReadonlyMap<string, Weight>): StateDict['dtype'] {
  return [...weights.values()].every(({ data }) => data instanceof Float32Array) ? 'float32' : 'float64'
}
