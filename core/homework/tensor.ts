/** A dense array of numbers with a shape, row-major (the last index is the fastest). */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** Nested lists of numbers, as JSON and numpy print them. */
export type Nested = number | readonly Nested[]

/** A tensor of zeros. */
export function zeros(...shape: number[]): Tensor {
  return { shape, data: new Float64Array(shape.reduce((product, length) => product * length, 1)) }
}

/**
 * A tensor out of nested lists.
 * @throws {RangeError} if the lists of one level differ in length.
 */
export function fromNested(nested: Nested): Tensor {
  const shape: number[] = []
  for (let level = nested; typeof level !== 'number'; level = level[0] ?? 0) shape.push(level.length)
  const tensor = zeros(...shape)
  let next = 0
  const read = (level: Nested, axis: number): void => {
    if (typeof level === 'number' ? axis !== shape.length : level.length !== shape[axis]) {
      throw new RangeError(`nested lists are ragged: expected the shape (${shape.join(', ')}) throughout`)
    }
    if (typeof level === 'number') tensor.data[next++] = level
    else for (const inner of level) read(inner, axis + 1)
  }
  read(nested, 0)
  return tensor
}

/** An independent copy. */
export function clone(tensor: Tensor): Tensor {
  return { shape: tensor.shape, data: tensor.data.slice() }
}

/** The element at the given index, which must have as many parts as the tensor has axes. */
export function at(tensor: Tensor, ...index: number[]): number {
  return tensor.data[index.reduce((offset, i, axis) => offset * tensor.shape[axis] + i, 0)]
}

/** A new tensor of `f` applied to each element of `a` and, if given, the same element of `b`. */
export function map(a: Tensor, f: (a: number, b: number) => number, b: Tensor = a): Tensor {
  expectShape('second operand', b, a.shape)
  return { shape: a.shape, data: a.data.map((value, i) => f(value, b.data[i])) }
}

/** target += source. Accumulates into `target`. */
export function accumulate(target: Tensor, source: Tensor): void {
  expectShape('summand', source, target.shape)
  for (let i = 0; i < target.data.length; i++) target.data[i] += source.data[i]
}

/** Where the elements for one index of the last axis lie: x[..., t] of (features, batch, time). */
export function atTime(tensor: Tensor, t: number): Tensor {
  const numSteps = tensor.shape[tensor.shape.length - 1]
  const out = zeros(...tensor.shape.slice(0, -1))
  for (let i = 0; i < out.data.length; i++) out.data[i] = tensor.data[i * numSteps + t]
  return out
}

/** target[..., t] = source. Overwrites that slice of `target`. */
export function setAtTime(target: Tensor, t: number, source: Tensor): void {
  const numSteps = target.shape[target.shape.length - 1]
  for (let i = 0; i < source.data.length; i++) target.data[i * numSteps + t] = source.data[i]
}

/** @throws {RangeError} if a tensor has not the expected shape. */
export function expectShape(name: string, tensor: Tensor, shape: readonly number[]): void {
  if (tensor.shape.length !== shape.length || tensor.shape.some((length, axis) => length !== shape[axis])) {
    throw new RangeError(`${name} has shape (${tensor.shape.join(', ')}), expected (${shape.join(', ')})`)
  }
}
