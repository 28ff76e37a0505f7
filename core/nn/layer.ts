import type { Dtype } from '../experiment/experiment'
import type { Cell } from '../cells/cell'
import { copyColumns } from '../math/columns'
import { allocate } from '../kernels/backends'
import type { Floats } from '../math/floats'

/**
 * One layer: a cell, or two that read the sequence from either end and whose states stand side by side,
 * output_t = [h_t forward, h_t reverse], both at the same t (T, B, D*H).
 *
 * With one direction the output is the cell's own memory, and so is its gradient: nothing is copied.
 */
export class Layer {
  /** From `outputOffset` on (T, B, D*H). */
  readonly output: Floats
  readonly outputOffset: number
  /**
   * dL/doutput, (T, B, D*H): to be filled before `backward`, which uses it up. With one direction it is the
   * cell's `gradH`.
   */
  readonly gradOutput: Floats

  constructor(
    readonly cells: readonly Cell[],
    dtype: Dtype,
  ) {
    const [cell] = cells
    const { seqLen, batch, hiddenSize } = cell.sizes
    const block = batch * hiddenSize
    const isBidirectional = cells.length === 2
    this.output = isBidirectional ? allocate(dtype, seqLen * block * 2) : cell.h
    this.outputOffset = isBidirectional ? 0 : block
    this.gradOutput = isBidirectional ? allocate(dtype, seqLen * block * 2) : cell.gradH
  }

  /** From the initial states in the cells' own memory. */
  forward(input: Floats, inputOffset: number, steps: number): void {
    for (const cell of this.cells) cell.forward(input, inputOffset, steps)
    if (this.cells.length === 1) return
    for (let d = 0; d < 2; d++) {
      const { batch, hiddenSize: H } = this.cells[d].sizes
      // h_t of the forward cell is one block further on, behind its initial state.
      const from = d === 0 ? batch * H : 0
      copyColumns(this.output, d * H, 2 * H, this.cells[d].h, from, H, steps * batch, H)
    }
  }

  /** Hands `gradOutput` to the cells as the gradients that reach their states from outside. */
  splitGradOutput(steps: number): void {
    if (this.cells.length === 1) return
    for (let d = 0; d < 2; d++) {
      const { batch, hiddenSize: H } = this.cells[d].sizes
      copyColumns(this.cells[d].gradH, 0, H, this.gradOutput, d * H, 2 * H, steps * batch, H)
    }
  }

  /** After `splitGradOutput`: through time, then into the parameters' gradients. */
  backward(input: Floats, inputOffset: number, stepThreshold: number): void {
    for (const cell of this.cells) {
      cell.backwardSteps(stepThreshold)
      cell.accumulateGradients(input, inputOffset)
    }
  }

  /** After `backward`: overwrites the first steps * B * I numbers of `gradInput` with dL/dinput. */
  computeGradInput(gradInput: Floats): void {
    for (let d = 0; d < this.cells.length; d++) this.cells[d].computeGradInput(gradInput, 0, d > 0)
  }
}
