import type { Dtype } from '../experiment/experiment'
import { allocate } from '../kernels/backends'
import type { Floats } from '../math/floats'
import { createParameter, type Parameter } from './parameter'

export interface EmbeddingSizes {
  readonly seqLen: number
  readonly batch: number
  /** Symbols, V. */
  readonly numSymbols: number
  /** Numbers of each symbol's vector, E. */
  readonly size: number
  readonly dtype: Dtype
}

/**
 * A learned vector for every symbol, as torch.nn.Embedding: row s of `weight` (V, E) for symbol s. Of a one-hot
 * input x (T, B, V) that is
 *
 *     e_t = x_t W,     backward:  dW += sum_t x_tᵀ de_t,  dx_t = de_t Wᵀ
 *
 * where elements that are 0 are passed over. Sums are taken in the order of t, then of the batch.
 */
export class Embedding {
  readonly weight: Parameter
  /** (T, B, E): overwritten by `forward`. */
  readonly output: Floats
  /** dL/doutput, (T, B, E): to be filled before `backward`. */
  readonly gradOutput: Floats
  /** The input of the last pass, and its rows. */
  private input: Floats
  private rows = 0

  constructor(readonly sizes: EmbeddingSizes) {
    const { seqLen, batch, numSymbols, size, dtype } = sizes
    this.weight = createParameter('embedding.weight', [numSymbols, size], dtype)
    this.output = allocate(dtype, seqLen * batch * size)
    this.gradOutput = allocate(dtype, seqLen * batch * size)
    this.input = this.output
  }

  /** Overwrites `output` of `steps` steps; `input` must be as it is until `backward`. */
  forward(input: Floats, steps: number): void {
    this.input = input
    this.rows = steps * this.sizes.batch
    this.output.fill(0, 0, this.rows * this.sizes.size)
    this.eachSymbol((row, symbol, x) =>
      addScaled(this.output, row, x, this.weight.value, symbol, this.sizes.size),
    )
  }

  /** Adds to the gradient of `weight`. */
  backward(): void {
    this.eachSymbol((row, symbol, x) =>
      addScaled(this.weight.grad, symbol, x, this.gradOutput, row, this.sizes.size),
    )
  }

  /** Overwrites `gradInput`, (steps, B, V). */
  computeGradInput(gradInput: Floats): void {
    const { numSymbols, size } = this.sizes
    const { weight, gradOutput } = this
    for (let row = 0; row < this.rows; row++) {
      for (let symbol = 0; symbol < numSymbols; symbol++) {
        let sum = 0
        for (let i = 0; i < size; i++) sum += gradOutput[row * size + i] * weight.value[symbol * size + i]
        gradInput[row * numSymbols + symbol] = sum
      }
    }
  }

  /** How many numbers of `output` belong to a pass. */
  numbersOf({ supervised }: { readonly supervised: Uint8Array }): number {
    return supervised.length * this.sizes.batch * this.sizes.size
  }

  /** Calls `act` for every element of the input that is not 0: where it is, and what it is. */
  private eachSymbol(act: (row: number, symbol: number, x: number) => void): void {
    const { numSymbols } = this.sizes
    for (let row = 0; row < this.rows; row++) {
      for (let symbol = 0; symbol < numSymbols; symbol++) {
        const x = this.input[row * numSymbols + symbol]
        if (x !== 0) act(row, symbol, x)
      }
    }
  }
}

/** Adds x times row `from` of `source` to row `to` of `out`, rows of `size` numbers. */
function addScaled(out: Floats, to: number, x: number, source: Floats, from: number, size: number): void {
  for (let i = 0; i < size; i++) out[to * size + i] += x * source[from * size + i]
}
