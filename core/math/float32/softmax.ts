import { logInPlace } from '../elementary'
import type { Floats } from '../floats'
import { address, allocateFloat32, kernels, within } from './arena'
import * as twin from './twin/reduce'

/** Rows that one call of the kernel does: its results wait for their logarithms in `sums`. */
const CHUNK = 256

const logs = new Float64Array(CHUNK)

interface Room {
  readonly sums: Float32Array
  /** The classes of a chunk; `floats` is the same memory, within reach of the kernels. */
  readonly classes: Int32Array
  readonly floats: Float32Array
}

let room: Room | undefined

function createRoom(): Room {
  const floats = allocateFloat32(CHUNK)
  const classes = new Int32Array(floats.buffer, floats.byteOffset, CHUNK)
  return { sums: allocateFloat32(2 * CHUNK), classes, floats }
}

/**
 * out[0] = mean softmax cross-entropy, mean over rows of ln(sum_j exp(s_j)) - s_target, and grad = (softmax - [j =
 * target]) / rows. Shapes: scores and grad (rows, n). Classes are trusted. The logarithms and their sum are
 * in float64.
 */
export function softmaxCrossEntropy(
  out: Float64Array,
  scores: Floats,
  classes: Int32Array,
  grad: Floats,
  rows: number,
  n: number,
): void {
  const factor = 1 / rows
  room ??= createRoom()
  const { sums, floats } = room
  const isFast = within(scores, grad, sums)
  let total = 0
  for (let first = 0; first < rows; first += CHUNK) {
    const count = Math.min(CHUNK, rows - first)
    for (let row = 0; row < count; row++) room.classes[row] = classes[first + row]
    const at = first * n
    if (isFast) {
      const to = address(grad, at)
      kernels().softmaxRows(address(scores, at), address(floats, 0), to, address(sums, 0), count, n, factor)
    } else {
      twin.softmaxRows(scores, at, room.classes, grad, sums, count, n, factor)
    }
    for (let row = 0; row < count; row++) logs[row] = sums[2 * row]
    logInPlace(logs, count)
    for (let row = 0; row < count; row++) total += logs[row] - sums[2 * row + 1]
  }
  out[0] = total * factor
}
