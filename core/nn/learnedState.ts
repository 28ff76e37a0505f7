import type { Floats } from '../math/floats'
import { createParameter, type Parameter } from './parameter'
import type { Recurrent, RecurrentSizes } from './recurrent'

/**
 * An initial state that is learned, the same for every sequence:  h_0 = `h0` for each item of the batch, and
 * c_0 = `c0` of an LSTM, (L*D, H) each. Backward: dh0 += sum over the batch of dh_0.
 *
 * A state that is carried on from the window before is none: its passes leave `h0` alone.
 */
export class LearnedState {
  readonly parameters: readonly Parameter[]
  private readonly parts: readonly { parameter: Parameter; initial: Floats; grad: Floats }[]
  private readonly batch: number
  /** Whether passes start from it, rather than from a state that is carried on. */
  private begins = true

  constructor(
    { initialState, gradInitialState }: Recurrent,
    { batch, dtype }: RecurrentSizes,
    hiddenSize: number,
  ) {
    this.batch = batch
    const numCells = initialState.h.length / (batch * hiddenSize)
    const part = (name: 'h' | 'c', initial: Floats, grad: Floats) => ({
      ...{ parameter: createParameter(`${name}0`, [numCells, hiddenSize], dtype), initial, grad },
    })
    this.parts = [
      part('h', initialState.h, gradInitialState.h),
      ...(initialState.c && gradInitialState.c ? [part('c', initialState.c, gradInitialState.c)] : []),
    ]
    this.parameters = this.parts.map(({ parameter }) => parameter)
  }

  /** From now on passes start from it. */
  begin(): void {
    this.begins = true
  }

  /** From now on passes start from what stands in the initial state. */
  leave(): void {
    this.begins = false
  }

  /** Before a pass forward: writes the net's initial state. */
  write(): void {
    if (!this.begins) return
    for (const { parameter, initial } of this.parts) {
      this.eachElement(parameter, (i, at) => (initial[at] = parameter.value[i]))
    }
  }

  /** After a pass back. */
  addGradients(): void {
    if (!this.begins) return
    for (const { parameter, grad } of this.parts) {
      this.eachElement(parameter, (i, at) => (parameter.grad[i] += grad[at]))
    }
  }

  /** Every element i of a parameter with where it stands for each item of the batch. */
  private eachElement({ shape: [numCells, H] }: Parameter, act: (i: number, at: number) => void): void {
    for (let k = 0; k < numCells; k++) {
      for (let b = 0; b < this.batch; b++) {
        for (let j = 0; j < H; j++) act(k * H + j, (k * this.batch + b) * H + j)
      }
    }
  }
}
