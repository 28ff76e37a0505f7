import { logInPlace } from '../elementary'
import type { Floats } from '../floats'
import { address, allocateFloat32, kernels, within } from './arena'
import * as twin from './twin/reduce'

/** What the kernel is given and gives for so many rows. */
interface Room {
  readonly rows: number
  /** Two numbers a row, which wait for their logarithms. */
  readonly sums: Float32Array
  /** The classes; `floats` is the same memory, within reach of the kernels. */
  readonly classes: Int32Array
  readonly floats: Float32Array
  readonly logs: Float64Array
}

/** Made anew when more rows come. */
let room: Room | undefined

function createRoom(rows: number): Room {
  const floats = allocateFloat32(rows)
  return {
    rows,
    sums: allocateFloat32(2 * rows),
    classes: new Int32Array(floats.buffer, floats.byteOffset, rows),
    floats,
    logs: new Float64Array(rows),
  }
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
  if (room === undefined || rows > room.rows) room = createRoom(2 * rows)
  const { sums, floats, logs } = room
  for (let row = 0; row < rows; row++) room.classes[row] = classes[row]
  if (within(scores, grad, sums)) {
    const from = address(scores, 0)
    kernels().softmaxRows(from, address(floats, 0), address(grad, 0), address(sums, 0), rows, n, factor)
  } else {
    twin.softmaxRows(scores, classes, grad, sums, rows, n, factor)
  }
  for (let row = 0; row < rows; row++) logs[row] = sums[2 * row]
  logInPlace(logs, rows)
  let total = 0
  for (let row = 0; row < rows; row++) total += logs[row] - sums[2 * row + 1]
  out[0] = total * factor
}
