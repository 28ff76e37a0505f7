import type { Parameter } from '../cells/parameter'
import { allocate } from '../kernels/backends'
import { sizeOf, type Dtype, type Floats } from '../math/floats'

export type { Parameter }

/** A parameter of zeros. */
export function createParameter(name: string, shape: readonly number[], dtype: Dtype): Parameter {
  const size = sizeOf(shape)
  return { name, shape, value: allocate(dtype, size), grad: allocate(dtype, size) }
}

export function zeroGrad(parameters: readonly Parameter[]): void {
  for (const parameter of parameters) parameter.grad.fill(0)
}

/** A copy of all values. */
export function copyValues(parameters: readonly Parameter[]): Floats[] {
  return parameters.map(({ value }) => value.slice())
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
