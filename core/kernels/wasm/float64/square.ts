/** to[j][i] = from[i][j] for i, j < LANES; strides are bytes from row to row. */
export function transposeSquare(to: usize, toStride: usize, from: usize, fromStride: usize): void {
  const r0 = v128.load(from)
  const r1 = v128.load(from + fromStride)
  v128.store(to, v128.shuffle<f64>(r0, r1, 0, 2))
  v128.store(to + toStride, v128.shuffle<f64>(r0, r1, 1, 3))
}
