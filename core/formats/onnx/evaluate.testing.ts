import type { OnnxAttribute, OnnxGraph, OnnxNode } from './graph'

/*
 * What a graph computes, by the equations of ONNX's operators alone: nothing in here knows how this app
 * computes or how PyTorch orders its gates.
 * @see https://onnx.ai/onnx/operators/onnx__GRU.html and its neighbours
 */

interface NumberArray {
  readonly shape: readonly number[]
  readonly data: Float64Array
}
type Scope = Map<string, NumberArray>

const size = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

const intOf = (attribute: OnnxAttribute | undefined) => (attribute?.kind === 'int' ? attribute.value : NaN)

/** The value of an output, given those of the inputs. */
export function evaluate(
  graph: OnnxGraph,
  inputs: Readonly<Record<string, NumberArray>>,
  output: string,
): NumberArray {
  const scope: Scope = new Map(Object.entries(inputs))
  run(graph, scope)
  return scope.get(output)!
}

function run(graph: OnnxGraph, scope: Scope): void {
  for (const { name, shape, data } of graph.initializers) {
    scope.set(name, { shape, data: Float64Array.from(data as ArrayLike<number | bigint>, Number) })
  }
  for (const node of graph.nodes) operators[node.type]!(node, scope)
}

/** A node's inputs, and what takes its output. */
const operands = (node: OnnxNode, scope: Scope) => ({
  inputs: node.inputs.map((name) => {
    const value = scope.get(name)
    if (!value) throw new Error(`${name} is not defined before ${node.type}`)
    return value
  }),
  give: (value: NumberArray, i = 0) => void scope.set(node.outputs[i]!, value),
})

const elementwise =
  (f: (a: number, b: number) => number) =>
  (node: OnnxNode, scope: Scope): void => {
    const { inputs, give } = operands(node, scope)
    const [a, b = a] = inputs as [NumberArray, NumberArray?]
    give({ shape: a.shape, data: a.data.map((value, i) => f(value, b.data[i % b.data.length]!)) })
  }

const operators: Readonly<Record<string, (node: OnnxNode, scope: Scope) => void>> = {
  Add: elementwise((a, b) => a + b),
  Mul: elementwise((a, b) => a * b),
  Tanh: elementwise(Math.tanh),
  Identity: elementwise((a) => a),
  MatMul(node, scope) {
    const { inputs, give } = operands(node, scope)
    const [a, b] = inputs as [NumberArray, NumberArray]
    const [inner, columns] = b.shape as [number, number]
    const rows = a.data.length / inner
    const data = new Float64Array(rows * columns)
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        for (let i = 0; i < inner; i++)
          data[r * columns + c]! += a.data[r * inner + i]! * b.data[i * columns + c]!
      }
    }
    give({ shape: [...a.shape.slice(0, -1), columns], data })
  },
  Transpose(node, scope) {
    const { inputs, give } = operands(node, scope)
    const [{ shape, data }] = inputs as [NumberArray]
    const { perm } = node.attributes
    const axes = perm?.kind === 'ints' ? perm.value : []
    const turned = axes.map((axis) => shape[axis]!)
    const out = data.map((_, to) => {
      let [rest, from] = [to, 0]
      for (let i = turned.length - 1; i >= 0; i--) {
        from += (rest % turned[i]!) * size(shape.slice(axes[i]! + 1))
        rest = Math.floor(rest / turned[i]!)
      }
      return data[from]!
    })
    give({ shape: turned, data: out })
  },
  Reshape(node, scope) {
    const { inputs, give } = operands(node, scope)
    const [value, wanted] = inputs as [NumberArray, NumberArray]
    give({ shape: [...wanted.data].map((extent, i) => extent || value.shape[i]!), data: value.data })
  },
  Shape(node, scope) {
    const { inputs, give } = operands(node, scope)
    give({ shape: [inputs[0]!.shape.length], data: Float64Array.from(inputs[0]!.shape) })
  },
  Slice(node, scope) {
    const { inputs, give } = operands(node, scope)
    const [value, from, to] = inputs as [NumberArray, NumberArray, NumberArray]
    const data = value.data.slice(from.data[0], to.data[0])
    give({ shape: [data.length], data })
  },
  Concat(node, scope) {
    const { inputs, give } = operands(node, scope)
    const data = inputs.flatMap((value) => [...value.data])
    give({ shape: [data.length], data: Float64Array.from(data) })
  },
  ConstantOfShape(node, scope) {
    const { inputs, give } = operands(node, scope)
    const shape = [...inputs[0]!.data]
    give({ shape, data: new Float64Array(size(shape)) })
  },
  Scan(node, scope) {
    const { inputs, give } = operands(node, scope)
    const [start, sequence] = inputs as [NumberArray, NumberArray]
    const body = node.attributes['body']
    if (body?.kind !== 'graph') throw new Error('Scan has no body')
    const [state, element] = body.value.inputs.map(({ name }) => name) as [string, string]
    const [next, scanned] = body.value.outputs.map(({ name }) => name) as [string, string]
    const shape = sequence.shape.slice(1)
    const rows: number[] = []
    let h = start
    for (let t = 0; t < sequence.shape[0]!; t++) {
      const inner: Scope = new Map(scope)
      const part = sequence.data.subarray(t * size(shape), (t + 1) * size(shape))
      inner.set(state, h).set(element, { shape, data: part })
      run(body.value, inner)
      h = inner.get(next)!
      rows.push(...inner.get(scanned)!.data)
    }
    give(h)
    give({ shape: [sequence.shape[0]!, ...h.shape], data: Float64Array.from(rows) }, 1)
  },
  RNN: (node, scope) =>
    recurrent(node, scope, 1, ([a], m) => {
      const { activations } = node.attributes
      const isRelu = activations?.kind === 'strings' && activations.value[0] === 'Relu'
      const sum = a!() + m(0, 1)
      return isRelu ? Math.max(sum, 0) : Math.tanh(sum)
    }),
  GRU(node, scope) {
    const isAfter = intOf(node.attributes['linear_before_reset']) === 1
    recurrent(node, scope, 3, ([z, r, h], m, before, unit) => {
      const reset = (u: number) => sigmoid(r!(u) + m(1, 1, u))
      const update = sigmoid(z!() + m(0, 1))
      // The state is reset unit by unit before the product, or the product afterwards.
      const linear = isAfter ? reset(unit) * m(2, 1) : m(2, (u) => reset(u))
      return (1 - update) * Math.tanh(h!() + linear) + update * before
    })
  },
  LSTM(node, scope) {
    recurrent(node, scope, 4, ([i, o, f, c], m, _before, unit, state) => {
      const cell =
        sigmoid(f!() + m(2, 1)) * state[unit]! + sigmoid(i!() + m(0, 1)) * Math.tanh(c!() + m(3, 1))
      state[unit] = cell
      return sigmoid(o!() + m(1, 1)) * Math.tanh(cell)
    })
  },
}

/**
 * One step of one unit: W x + Wb of each gate (of another unit, if one is named), R h + Rb of a gate, with h
 * scaled unit by unit, the unit's state before, the unit, and what it remembers besides.
 */
type Step = (
  input: readonly ((unit?: number) => number)[],
  product: (gate: number, scale: 1 | ((unit: number) => number), unit?: number) => number,
  before: number,
  unit: number,
  memory: Float64Array,
) => number

function recurrent(node: OnnxNode, scope: Scope, numGates: number, step: Step): void {
  const { inputs, give } = operands(node, scope)
  const [x, W, R, B] = inputs as [NumberArray, NumberArray, NumberArray, NumberArray?]
  const [T, N, I] = x.shape as [number, number, number]
  const [D, , H] = R.shape as [number, number, number]
  const Y = new Float64Array(T * D * N * H)
  for (let d = 0; d < D; d++) {
    for (let n = 0; n < N; n++) {
      let h = new Float64Array(H)
      const memory = new Float64Array(H)
      for (let k = 0; k < T; k++) {
        const t = d === 1 ? T - 1 - k : k
        const row = (gate: number, unit: number) => d * numGates * H + gate * H + unit
        const bias = (gate: number, unit: number, second: number) =>
          B ? B.data[d * 2 * numGates * H + (second * numGates + gate) * H + unit]! : 0
        const input = (gate: number, unit: number) => {
          let sum = bias(gate, unit, 0)
          for (let i = 0; i < I; i++) sum += W.data[row(gate, unit) * I + i]! * x.data[(t * N + n) * I + i]!
          return sum
        }
        const product = (gate: number, scale: 1 | ((unit: number) => number), unit: number) => {
          let sum = bias(gate, unit, 1)
          for (let u = 0; u < H; u++) {
            sum += R.data[row(gate, unit) * H + u]! * h[u]! * (scale === 1 ? 1 : scale(u))
          }
          return sum
        }
        const gates = Array.from({ length: numGates }, (_, gate) => gate)
        h = h.map((before, unit) =>
          step(
            gates.map(
              (gate) =>
                (other = unit) =>
                  input(gate, other),
            ),
            (gate, scale, other = unit) => product(gate, scale, other),
            before,
            unit,
            memory,
          ),
        )
        Y.set(h, ((t * D + d) * N + n) * H)
      }
    }
  }
  give({ shape: [T, D, N, H], data: Y })
}
