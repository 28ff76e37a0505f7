/**
 * to[j][i] = from[i][j] for i, j < LANES, in two rounds of interleaving; strides are bytes from row to row.
 */
export function transposeSquare(to: usize, toStride: usize, from: usize, fromStride: usize): void {
  const from2 = from + (fromStride << 1)
  const r0 = v128.load(from)
  const r1 = v128.load(from + fromStride)
  const r2 = v128.load(from2)
  const r3 = v128.load(from2 + fromStride)
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  const to2 = to + (toStride << 1)
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
  v128.store(to + toStride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7))
  v128.store(to2, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5))
  v128.store(to2 + toStride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7))
}
