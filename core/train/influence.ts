import { allocate } from '../kernels/backends'
import type { Dtype } from '../experiment/experiment'
import { INFLUENCE_ROWS as ROWS } from '../experiment/outputs'
import type { Floats } from '../math/floats'
import { softmaxRow } from '../math/softmax'
import { createModel, type Model, type ModelState } from '../nn/model'
import { findParameter } from '../nn/parameter'

/** Symbols that were read one after the other, those from `first` on as the network said them. */
export interface ReadSymbols {
  readonly all: readonly number[]
  readonly first: number
  /** Before each of them that was read. */
  readonly states: readonly ModelState[]
  /** So many symbols before each said one are asked for their influence. */
  readonly reach: number
}

/** Measures what moved each symbol that a network said. */
export interface InfluenceMeter {
  /**
   * d log p(said symbol) / d(input) of each of the `reach` symbols before it, (said, reach), the nearest
   * first: with the weights that the network has now and the states that it was in then. 0 where there was no
   * symbol.
   */
  measure(read: ReadSymbols): Float64Array
}

/** One row of a pass: a window of what was read, and the step in it whose answer is the said symbol. */
interface Row {
  readonly said: number
  readonly start: number
  readonly step: number
}

/** Has a network of its own, to which the weights are copied. */
export function createInfluenceMeter(model: Model, dtype: Dtype): InfluenceMeter {
  const { inputSize, hiddenSize } = model.spec
  let window: Model | null = null

  /** Adds one pass's influences: every row reads a window of `reach` symbols. */
  function pass(
    net: Model,
    rows: readonly Row[],
    { all, first, states, reach }: ReadSymbols,
    out: Float64Array,
  ) {
    const input = allocate(dtype, reach * ROWS * inputSize)
    const asked = new Uint8Array(reach)
    net.carryState()
    rows.forEach(({ start, step }, b) => {
      asked[step] = 1
      setRow(net.initialState, b, states[start]!, hiddenSize)
      for (let t = 0; t <= step; t++) input[(t * ROWS + b) * inputSize + all[start + t]] = 1
    })
    const scores = net.forward(input, asked)
    const steps = [...asked.keys()].filter((t) => asked[t] === 1)
    const gradScores = allocate(dtype, steps.length * ROWS * inputSize)
    rows.forEach(({ said, step }, b) => {
      // d log softmax(s)_c / ds = [c] - softmax(s)
      const at = (steps.indexOf(step) * ROWS + b) * inputSize
      const grad = gradScores.subarray(at, at + inputSize)
      softmaxRow(scores, at, inputSize, grad)
      for (let i = 0; i < inputSize; i++) grad[i] = -grad[i]
      grad[all[said]] += 1
    })
    net.zeroGrad()
    net.backward(gradScores)
    const gradInput = allocate(dtype, reach * ROWS * inputSize)
    net.computeGradInput(gradInput)
    rows.forEach(({ said, start, step }, b) => {
      for (let k = 0; k <= step; k++) {
        const t = step - k
        out[(said - first) * reach + k] = gradInput[(t * ROWS + b) * inputSize + all[start + t]]
      }
    })
  }

  return {
    measure(read) {
      const { all, first, reach } = read
      const out = new Float64Array((all.length - first) * reach)
      if (out.length === 0) return out
      if (window?.sizes.seqLen !== reach)
        window = createModel(model.spec, { seqLen: reach, batch: ROWS, dtype })
      for (const { name, value } of model.parameters) findParameter(window.parameters, name).value.set(value)
      const rows = all.slice(first).map((_, i): Row => {
        const said = first + i
        const start = Math.max(0, said - reach)
        return { said, start, step: said - start - 1 }
      })
      for (let b = 0; b < rows.length; b += ROWS) pass(window, rows.slice(b, b + ROWS), read, out)
      return out
    },
  }
}

/** Takes over the state of one sequence for an item of a batch, (L*D, B, H). */
function setRow(into: ModelState, b: number, { h, c }: ModelState, H: number): void {
  const copy = (target: Floats, source: Floats) => {
    for (let k = 0; k * H < source.length; k++) {
      target.set(source.subarray(k * H, (k + 1) * H), (k * ROWS + b) * H)
    }
  }
  copy(into.h, h)
  if (into.c && c) copy(into.c, c)
}
