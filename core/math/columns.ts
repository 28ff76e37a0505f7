import type { Floats } from './floats'

/**
 * Copies `n` columns of each row of a matrix into another: out[o + r outWidth + j] = x[xo + r xWidth + j].
 */
export function copyColumns(
  out: Floats,
  o: number,
  outWidth: number,
  x: Floats,
  xo: number,
  xWidth: number,
  rows: number,
  n: number,
): void {
  for (let row = 0; row < rows; row++) {
    const to = o + row * outWidth
    const from = xo + row * xWidth
    for (let j = 0; j < n; j++) out[to + j] = x[from + j]
  }
}
