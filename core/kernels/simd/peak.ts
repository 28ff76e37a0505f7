import type { PeakProbe } from '../backend'
import type { Arena } from './arena'

/** Sizes whose operands fit into the caches next to a core: 64 x 64 x 64, 48 or 96 KiB in all. */
const SIZE = 64

/** The product kernel alone, in one thread; null without room for its operands. */
export function createPeakProbe(arena: Arena): PeakProbe | null {
  const [c, a, panels] = [0, 1, 2].map(() => arena.allocate(SIZE * SIZE).fill(1))
  if (!arena.within(c, a, panels)) return null
  const { kernels, size } = arena
  const stride = size * SIZE
  return (repeats) => {
    for (let i = 0; i < repeats; i++) {
      const to = arena.address(c, 0)
      kernels.productAlone(
        to,
        stride,
        0,
        0,
        arena.address(a, 0),
        stride,
        arena.address(panels, 0),
        SIZE,
        SIZE,
        SIZE,
      )
    }
    return repeats * 2 * SIZE ** 3
  }
}
