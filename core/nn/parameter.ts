import { allocate, sizeOf, type Floats } from '../math/floats'
import type { Dtype } from '../contract/experiment'

/** One tensor that training changes, with PyTorch's name, such as `rnn.weight_ih_l0` or `head.bias`. */
export interface Parameter {
  readonly name: string
  readonly shape: readonly number[]
  /** Row-major. */
  readonly value: Floats
  /** dL/dvalue; backward passes add to it, `zeroGrad` clears it. */
  readonly grad: Floats
}

/** A parameter of zeros. */
export function createParameter(name: string, shape: readonly number[], dtype: Dtype): Parameter {
  const size = sizeOf(shape)
  return { name, shape, value: allocate(dtype, size), grad: allocate(dtype, size) }
}

export function zeroGrad(parameters: readonly Parameter[]): void {
  for (const parameter of parameters) parameter.grad.fill(0)
}

/**
 * The parameter of that name.
 * @throws {RangeError} if there is none, listing those that there are.
 */
export function findParameter(parameters: readonly Parameter[], name: string): Parameter {
  const found = parameters.find((parameter) => parameter.name === name)
  if (found === undefined) {
    throw new RangeError(`no parameter ${name}, there are ${parameters.map((each) => each.name).join(', ')}`)
  }
  return found
}
