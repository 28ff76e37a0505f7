/** The kinds of number that nets compute with; experiments use the same two names. */
export type Dtype = 'float64' | 'float32'

/** Numbers of one kind in one block of memory. Nothing above `core/kernels` asks which of the two it has. */
export type Floats = Float64Array | Float32Array

/** A buffer does not have the length that its shape asks for. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
}

export function dtypeOf(floats: Floats): Dtype {
  return isFloat32(floats) ? 'float32' : 'float64'
}

export function isFloat32(floats: Floats): floats is Float32Array {
  return floats instanceof Float32Array
}

/** The number of elements of a row-major tensor: the product of its extents, 1 for a scalar's empty shape. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const extent of shape) size *= extent
  return size
}

/** `(2, 3, 4)`, as shapes are written in messages. */
export function formatShape(shape: readonly number[]): string {
  return `(${shape.join(', ')})`
}

/**
 * Asks a buffer to hold exactly the elements of `shape`.
 * @throws {ShapeError} naming the buffer, its length and the shape.
 */
export function requireShape(name: string, buffer: ArrayLike<unknown>, shape: readonly number[]): void {
  if (buffer.length !== sizeOf(shape)) {
    throw new ShapeError(
      `${name} has ${buffer.length} elements, expected ${sizeOf(shape)} for shape ${formatShape(shape)}`,
    )
  }
}

/**
 * `requireShape` for a matrix, where it is asked in every update: makes no array unless it refuses.
 * @throws {ShapeError} as there.
 */
export function requireMatrix(name: string, buffer: ArrayLike<unknown>, rows: number, columns: number): void {
  if (buffer.length !== rows * columns) requireShape(name, buffer, [rows, columns])
}

/**
 * Asks for `length` elements from `offset` on, as kernels do that work on a part of a buffer.
 * @throws {ShapeError} naming the buffer and the part that lies outside.
 */
export function requireRange(name: string, buffer: ArrayLike<unknown>, offset: number, length: number): void {
  // The negated form also refuses NaN.
  if (!(offset >= 0 && length >= 0 && offset + length <= buffer.length)) {
    throw new ShapeError(
      `${name} has ${buffer.length} elements, expected at least ${offset} + ${length} (offset + length)`,
    )
  }
}
