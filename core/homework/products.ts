import type { Tensor } from './tensor'
import { zeros } from './tensor'

/**
 * C = A B.   Shapes: A (n, k), B (k, m), C (n, m). Sums run over k upwards.
 * @throws {RangeError} if the inner sizes differ.
 */
export function product(a: Tensor, b: Tensor): Tensor {
  return multiply(a, b, false, false)
}

/**
 * C = Aᵀ B.   Shapes: A (k, n), B (k, m), C (n, m).
 * @throws {RangeError} if the inner sizes differ.
 */
export function productOfTransposed(a: Tensor, b: Tensor): Tensor {
  return multiply(a, b, true, false)
}

/**
 * C = A Bᵀ.   Shapes: A (n, k), B (m, k), C (n, m).
 * @throws {RangeError} if the inner sizes differ.
 */
export function productWithTransposed(a: Tensor, b: Tensor): Tensor {
  return multiply(a, b, false, true)
}

/** The sums over the columns, as a column: (n, m) to (n, 1). In the homework's layout: over the batch. */
export function sumOverBatch(a: Tensor): Tensor {
  const [rows, columns] = a.shape
  const out = zeros(rows, 1)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out.data[i] += a.data[i * columns + j]
  return out
}

/** A + b 1ᵀ: adds the column b (n, 1) to every column of A (n, m). */
export function addColumn(a: Tensor, b: Tensor): Tensor {
  const columns = a.shape[1]
  return { shape: a.shape, data: a.data.map((value, i) => value + b.data[Math.floor(i / columns)]) }
}

function multiply(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  const [rows, inner] = transposeA ? [a.shape[1], a.shape[0]] : a.shape
  const [innerB, columns] = transposeB ? [b.shape[1], b.shape[0]] : b.shape
  if (inner !== innerB) throw new RangeError(`cannot multiply: inner sizes are ${inner} and ${innerB}`)
  const out = zeros(rows, columns)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0
      for (let k = 0; k < inner; k++) {
        const left = transposeA ? a.data[k * rows + i] : a.data[i * inner + k]
        const right = transposeB ? b.data[j * inner + k] : b.data[k * columns + j]
        sum += left * right
      }
      out.data[i * columns + j] = sum
    }
  }
  return out
}
