import type { PeakProbe } from '../backend'
import { address, allocateFloat32, kernels, within } from './arena'

/** Sizes whose operands fit into the first cache: 64 x 64 x 64, 48 KiB in all. */
const SIZE = 64

/** The product kernel alone, in one thread; null without room for its operands. */
export function createPeakProbe(): PeakProbe | null {
  const [c, a, panels] = [0, 1, 2].map(() => allocateFloat32(SIZE * SIZE).fill(1))
  if (!within(c, a, panels)) return null
  const stride = 4 * SIZE
  return (repeats) => {
    for (let i = 0; i < repeats; i++) {
      const to = address(c, 0)
      kernels().productAlone(to, stride, 0, 0, address(a, 0), stride, address(panels, 0), SIZE, SIZE, SIZE)
    }
    return repeats * 2 * SIZE ** 3
  }
}
