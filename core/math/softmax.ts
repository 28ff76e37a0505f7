import { exp } from './elementary'
import type { Floats } from './floats'

/** out[0 .. size - 1] = softmax(scores[offset .. offset + size - 1]). Overwrites the start of `out`. */
export function softmaxRow(scores: Floats, offset: number, size: number, out: Floats): void {
  const max = rowMaximum(scores, offset, size)
  let sum = 0
  for (let j = 0; j < size; j++) sum += out[j] = exp(scores[offset + j] - max)
  for (let j = 0; j < size; j++) out[j] /= sum
}

/** The largest of a row; NaN in the row is passed over here and surfaces in the exponentials. */
export function rowMaximum(scores: Floats, offset: number, size: number): number {
  let max = scores[offset]
  for (let j = 1; j < size; j++) if (scores[offset + j] > max) max = scores[offset + j]
  return max
}
