import type { Floats } from '../math/floats'

/** One tensor that training changes, with PyTorch's name, such as `rnn.weight_ih_l0` or `head.bias`. */
export interface Parameter {
  readonly name: string
  readonly shape: readonly number[]
  /** Row-major. */
  readonly value: Floats
  /** dL/dvalue; backward passes add to it, `zeroGrad` clears it. */
  readonly grad: Floats
}
