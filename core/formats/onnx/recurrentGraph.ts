import type { ModelSettings } from '../../experiment/experiment'
import type { CellName } from '../../kinds/cells'
import type { Floats } from '../../math/floats'
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor } from './graph'
import { graph, int, integers, ints, node, string, strings } from './graph'

export type OnnxModel = Pick<
  ModelSettings,
  | 'cell'
  | 'nonlinearity'
  | 'gruVariant'
  | 'residualScale'
  | 'hiddenSize'
  | 'numLayers'
  | 'bias'
  | 'bidirectional'
  | 'embeddingSize'
  | 'learnInitialState'
> & { readonly inputSize: number; readonly outputSize: number }

/** A cell as an operator of ONNX. */
interface Operator {
  readonly type: 'RNN' | 'GRU' | 'LSTM'
  /** Which of PyTorch's row blocks stands at each place of ONNX's. */
  readonly blocks: readonly number[]
}

/** Blocks: i f g o -> i o f c, r z n -> z r h. The residual network is none of ONNX's operators. */
const operators: Readonly<Record<CellName, Operator | null>> = {
  rnn: { type: 'RNN', blocks: [0] },
  gru: { type: 'GRU', blocks: [1, 0, 2] },
  lstm: { type: 'LSTM', blocks: [0, 3, 1, 2] },
  residual: null,
}

interface Parts {
  readonly nodes: OnnxNode[]
  readonly initializers: OnnxTensor[]
}

/**
 * A network as a graph of ONNX, operator set 17, in float32: input `x`, (steps, batch, I), output `scores`,
 * (steps, batch, O) at every step, any number of steps and sequences; it begins at the state that was
 * learned, else at zeros. `valueOf` gives a weight by PyTorch's name.
 */
export function recurrentGraph(model: OnnxModel, valueOf: (name: string) => Floats): OnnxGraph {
  const parts: Parts = { nodes: [], initializers: [] }
  let below = model.embeddingSize === null ? 'x' : addEmbedding(parts, model, model.embeddingSize, valueOf)
  if (model.cell === 'residual' || model.learnInitialState) addStateShape(parts, model)
  for (let layer = 0; layer < model.numLayers; layer++) {
    below =
      model.cell === 'residual'
        ? addResidual(parts, model, layer, below, valueOf)
        : addOperator(parts, model, operators[model.cell]!, layer, below, valueOf)
  }
  addHead(parts, model, below, valueOf)
  return {
    ...{ name: `unroll_${model.cell}`, nodes: parts.nodes, initializers: parts.initializers },
    inputs: [{ name: 'x', shape: ['steps', 'batch', model.inputSize] }],
    outputs: [{ name: 'scores', shape: ['steps', 'batch', model.outputSize] }],
  }
}

const directionsOf = ({ bidirectional }: OnnxModel) => (bidirectional ? ['', '_reverse'] : [''])

/** The numbers that a layer reads of every step. */
const widthOf = (model: OnnxModel, layer: number) =>
  layer === 0 ? (model.embeddingSize ?? model.inputSize) : model.hiddenSize * directionsOf(model).length

/** The vectors of the symbols in x, one-hot. */
function addEmbedding(
  { nodes, initializers }: Parts,
  { inputSize }: OnnxModel,
  size: number,
  valueOf: (name: string) => Floats,
): string {
  const data = Float32Array.from(valueOf('embedding.weight'))
  initializers.push({ name: 'E', shape: [inputSize, size], data })
  nodes.push(node('MatMul', ['x', 'E'], ['vectors']))
  return 'vectors'
}

/** Row blocks of a weight or bias in another order, after one another for all directions. */
function blocksOf(values: readonly Floats[], blocks: readonly number[]): Float32Array {
  const size = values.reduce((sum, { length }) => sum + length, 0)
  const out = new Float32Array(size)
  let at = 0
  for (const value of values) {
    const length = value.length / blocks.length
    for (const block of blocks) {
      out.set(value.subarray(block * length, (block + 1) * length), at)
      at += length
    }
  }
  return out
}

/** RNN, GRU or LSTM, whose output (steps, directions, batch, H) becomes (steps, batch, directions * H). */
function addOperator(
  parts: Parts,
  model: OnnxModel,
  { type, blocks }: Operator,
  layer: number,
  below: string,
  valueOf: (name: string) => Floats,
): string {
  const { nodes, initializers } = parts
  const { hiddenSize, bias, bidirectional } = model
  const directions = directionsOf(model)
  const [D, rows] = [directions.length, blocks.length * hiddenSize]
  const values = (name: string) => directions.map((direction) => valueOf(`rnn.${name}_l${layer}${direction}`))
  const [W, R, B, Y] = ['W', 'R', 'B', 'Y'].map((name) => `${name}${layer}`) as [
    string,
    string,
    string,
    string,
  ]
  initializers.push(
    { name: W, shape: [D, rows, widthOf(model, layer)], data: blocksOf(values('weight_ih'), blocks) },
    { name: R, shape: [D, rows, hiddenSize], data: blocksOf(values('weight_hh'), blocks) },
  )
  if (bias) {
    // Of each direction all input biases, then all recurrent ones.
    const both = directions.map((direction) => [
      blocksOf([valueOf(`rnn.bias_ih_l${layer}${direction}`)], blocks),
      blocksOf([valueOf(`rnn.bias_hh_l${layer}${direction}`)], blocks),
    ])
    initializers.push({ name: B, shape: [D, 2 * rows], data: concatenated(both.flat()) })
  }
  const starts = model.learnInitialState ? learnedStarts(parts, model, type, layer, valueOf) : []
  // What is left out between inputs has no name: a bias, and the lengths of sequences.
  const inputs = [
    below,
    W,
    R,
    ...(bias ? [B] : []),
    ...(starts.length > 0 ? [...(bias ? [] : ['']), '', ...starts] : []),
  ]
  nodes.push(
    node(type, inputs, [Y], {
      hidden_size: int(hiddenSize),
      direction: string(bidirectional ? 'bidirectional' : 'forward'),
      ...settingsOf(model, type, D),
    }),
  )
  const [turned, shape, states] = [`turned${layer}`, `shape${layer}`, `states${layer}`]
  nodes.push(node('Transpose', [Y], [turned], { perm: ints([0, 2, 1, 3]) }))
  initializers.push(integers(shape, [0, 0, D * hiddenSize]))
  nodes.push(node('Reshape', [turned, shape], [states]))
  return states
}

function settingsOf(
  { nonlinearity, gruVariant }: OnnxModel,
  type: Operator['type'],
  numDirections: number,
): Record<string, OnnxAttribute> {
  if (type === 'GRU') return { linear_before_reset: int(gruVariant === 'resetAfter' ? 1 : 0) }
  if (type === 'LSTM') return {}
  const name = nonlinearity === 'relu' ? 'Relu' : 'Tanh'
  return { activations: strings(Array.from({ length: numDirections }, () => name)) }
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/**
 * `stateShape`: (directions, batch, H), or (batch, H) of the residual network, which begins at `zeros` of it.
 */
function addStateShape({ nodes, initializers }: Parts, model: OnnxModel): void {
  const { cell, hiddenSize, learnInitialState } = model
  const directions = cell === 'residual' ? [] : ['directions']
  initializers.push(integers('one', [1]), integers('two', [2]), integers('units', [hiddenSize]))
  if (cell !== 'residual') initializers.push(integers('directions', [directionsOf(model).length]))
  nodes.push(
    node('Shape', ['x'], ['extents']),
    node('Slice', ['extents', 'one', 'two'], ['sequences']),
    node('Concat', [...directions, 'sequences', 'units'], ['stateShape'], { axis: int(0) }),
    ...(learnInitialState ? [] : [node('ConstantOfShape', ['stateShape'], ['zeros'])]),
  )
}

/** The learned state of a layer, for every sequence the same: the names of h and, of an LSTM, of c. */
function learnedStarts(
  { nodes, initializers }: Parts,
  model: OnnxModel,
  type: Operator['type'] | null,
  layer: number,
  valueOf: (name: string) => Floats,
): string[] {
  const { hiddenSize: H } = model
  const D = directionsOf(model).length
  return (type === 'LSTM' ? ['h0', 'c0'] : ['h0']).map((name) => {
    const data = Float32Array.from(valueOf(name).subarray(layer * D * H, (layer + 1) * D * H))
    const learned = `${name}_l${layer}`
    initializers.push({ name: learned, shape: type === null ? [1, H] : [D, 1, H], data })
    nodes.push(node('Expand', [learned, 'stateShape'], [`${learned}_batch`]))
    return `${learned}_batch`
  })
}

/**
 * The residual network as a loop: a_t = W_ih x_t + b_ih + b_hh outside of it, and inside
 *
 *     h_t = h_{t-1} + α tanh(a_t + W_hh h_{t-1})
 */
function addResidual(
  parts: Parts,
  model: OnnxModel,
  layer: number,
  below: string,
  valueOf: (name: string) => Floats,
): string {
  const { nodes, initializers } = parts
  const { hiddenSize: H, bias, residualScale } = model
  const [start = 'zeros'] = model.learnInitialState ? learnedStarts(parts, model, null, layer, valueOf) : []
  const isScaled = residualScale !== 1
  const value = (name: string) => valueOf(`rnn.${name}_l${layer}`)
  const [Wt, Rt, b, product, a, last, states] = ['Wt', 'Rt', 'b', 'product', 'a', 'last', 'states'].map(
    (name) => `${name}${layer}`,
  ) as [string, string, string, string, string, string, string]
  initializers.push(
    transposed(Wt, value('weight_ih'), H, widthOf(model, layer)),
    transposed(Rt, value('weight_hh'), H, H),
  )
  nodes.push(node('MatMul', [below, Wt], [bias ? product : a]))
  if (bias) {
    const hh = value('bias_hh')
    initializers.push({ name: b, shape: [H], data: Float32Array.from(value('bias_ih'), (v, i) => v + hh[i]) })
    nodes.push(node('Add', [product, b], [a]))
  }
  const body: OnnxGraph = {
    name: `step${layer}`,
    nodes: [
      node('MatMul', ['h', Rt], ['recurrent']),
      node('Add', ['a_t', 'recurrent'], ['sum']),
      node('Tanh', ['sum'], ['g']),
      ...(isScaled ? [node('Mul', ['g', 'alpha'], ['scaled'])] : []),
      node('Add', ['h', isScaled ? 'scaled' : 'g'], ['h_next']),
      node('Identity', ['h_next'], ['h_t']),
    ],
    initializers: isScaled ? [{ name: 'alpha', shape: [1], data: Float32Array.of(residualScale) }] : [],
    inputs: ['h', 'a_t'].map((name) => ({ name, shape: ['batch', H] })),
    outputs: ['h_next', 'h_t'].map((name) => ({ name, shape: ['batch', H] })),
  }
  nodes.push(node('Scan', [start, a], [last, states], { body: graph(body), num_scan_inputs: int(1) }))
  return states
}

function addHead(
  { nodes, initializers }: Parts,
  model: OnnxModel,
  below: string,
  valueOf: (name: string) => Floats,
): void {
  const { outputSize } = model
  initializers.push(transposed('headWt', valueOf('head.weight'), outputSize, widthOf(model, 1)), {
    name: 'headB',
    shape: [outputSize],
    data: Float32Array.from(valueOf('head.bias')),
  })
  nodes.push(node('MatMul', [below, 'headWt'], ['products']), node('Add', ['products', 'headB'], ['scores']))
}

/** A matrix (rows, columns) as (columns, rows). */
function transposed(name: string, value: Floats, rows: number, columns: number): OnnxTensor {
  const data = new Float32Array(value.length)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) data[c * rows + r] = value[r * columns + c]
  }
  return { name, shape: [columns, rows], data }
}
