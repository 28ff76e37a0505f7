import type { Floats } from '../../math/floats'
import type { Backend } from '../backend'
import { storeMeanLoss } from '../scalar/softmax'
import type { Arena } from './arena'

/** What the kernel is given and gives for so many rows. */
interface Room {
  readonly rows: number
  /** Two numbers a row, see `storeMeanLoss`. */
  readonly sums: Floats
  /** The classes; `floats` is the same memory, within reach of the kernels. */
  readonly classes: Int32Array
  readonly floats: Floats
}

function createRoom(arena: Arena, rows: number): Room {
  const floats = arena.allocate(rows)
  return {
    rows,
    sums: arena.allocate(2 * rows),
    classes: new Int32Array(floats.buffer, floats.byteOffset, rows),
    floats,
  }
}

/** The loss by a SIMD kernel but for its logarithms. */
export function createSoftmaxCrossEntropy(arena: Arena, scalar: Backend): Backend['softmaxCrossEntropy'] {
  /** Made anew when more rows come. */
  let room: Room | undefined
  return (out, scores, classes, grad, rows, n) => {
    if (room === undefined || rows > room.rows) room = createRoom(arena, 2 * rows)
    const { sums, floats } = room
    if (!arena.within(scores, grad, sums)) {
      scalar.softmaxCrossEntropy(out, scores, classes, grad, rows, n)
      return
    }
    for (let row = 0; row < rows; row++) room.classes[row] = classes[row]
    const [from, to, results] = [arena.address(scores, 0), arena.address(grad, 0), arena.address(sums, 0)]
    arena.kernels.softmaxRows(from, arena.address(floats, 0), to, results, rows, n)
    storeMeanLoss(out, sums, rows)
  }
}
