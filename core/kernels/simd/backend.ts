import type { Backend } from '../backend'
import type { Arena } from './arena'
import { createBatchSums } from './batchSums'
import { RecordedCommands } from './commandBuffer'
import { createSimdOperations, fuseByKernel } from './operations'
import { createPeakProbe } from './peak'
import { createSoftmaxCrossEntropy } from './softmax'
import { createSimdUpdates } from './updates'
import { PackedWeightBlocks } from './weightBlocks'

/**
 * One kind of number by SIMD kernels, recorded and shared between threads; null on a platform without them.
 * Numbers that found no room in the kernels' memory are computed by the scalar reference, with the same bits.
 */
export function createSimdBackend(arena: Arena, scalar: Backend): Backend | null {
  if (!arena.hasKernels) return null
  const { kernels } = arena
  const operations = createSimdOperations(arena, scalar.operations)
  return {
    dtype: arena.dtype,
    minCutBatch: scalar.minCutBatch,
    allocate: (length) => arena.allocate(length),
    operations,
    fuse: (fused) => fuseByKernel(fused, operations, arena),
    copyRange(out, o, x, xo, n) {
      if (arena.within(out, x)) kernels.copy(arena.address(out, o), arena.address(x, xo), n)
      else scalar.copyRange(out, o, x, xo, n)
    },
    addToRows(out, b, bo, n) {
      if (arena.within(out, b)) kernels.addToRows(out.byteOffset, arena.address(b, bo), out.length / n, n)
      else scalar.addToRows(out, b, bo, n)
    },
    createWeightBlocks: (weight, count, n, k) => new PackedWeightBlocks(arena, scalar, weight, count, n, k),
    batchSums: createBatchSums(arena, scalar.batchSums),
    createCommandBuffer: (buffers) => new RecordedCommands(arena, buffers),
    softmaxCrossEntropy: createSoftmaxCrossEntropy(arena, scalar),
    storeSumOfSquares(out, index, x, offset, n) {
      if (arena.within(x)) out[index] = kernels.sumOfSquares(arena.address(x, offset), n)
      else scalar.storeSumOfSquares(out, index, x, offset, n)
    },
    scale(x, factor) {
      if (arena.within(x)) kernels.scale(x.byteOffset, factor, x.length)
      else scalar.scale(x, factor)
    },
    limit(x, size) {
      return arena.within(x) ? kernels.limit(x.byteOffset, size, x.length) !== 0 : scalar.limit(x, size)
    },
    updates: createSimdUpdates(arena, scalar.updates),
    createPeakProbe: () => createPeakProbe(arena),
  }
}
