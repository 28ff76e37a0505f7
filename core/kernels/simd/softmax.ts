import type { Floats } from '../../math/floats'
import { float32Scalar } from '../float32/backend'
import { storeMeanLoss } from '../float32/softmax'
import { address, allocateFloat32, kernels, within } from './arena'

/** What the kernel is given and gives for so many rows. */
interface Room {
  readonly rows: number
  /** Two numbers a row, see `storeMeanLoss`. */
  readonly sums: Float32Array
  /** The classes; `floats` is the same memory, within reach of the kernels. */
  readonly classes: Int32Array
  readonly floats: Float32Array
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
  }
}

export function softmaxCrossEntropy(
  out: Float64Array,
  scores: Floats,
  classes: Int32Array,
  grad: Floats,
  rows: number,
  n: number,
): void {
  if (room === undefined || rows > room.rows) room = createRoom(2 * rows)
  const { sums, floats } = room
  if (!within(scores, grad, sums)) {
    float32Scalar.softmaxCrossEntropy(out, scores, classes, grad, rows, n)
    return
  }
  for (let row = 0; row < rows; row++) room.classes[row] = classes[row]
  const from = address(scores, 0)
  kernels().softmaxRows(from, address(floats, 0), address(grad, 0), address(sums, 0), rows, n, 1 / rows)
  storeMeanLoss(out, sums, rows)
}
