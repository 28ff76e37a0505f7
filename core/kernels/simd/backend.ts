import type { Backend } from '../backend'
import { float32Scalar } from '../float32/backend'
import { address, allocateFloat32, hasKernels, kernels, within } from './arena'
import { simdBatchSums } from './batchSums'
import { RecordedCommands } from './commandBuffer'
import { createSimdOperations, fuseByKernel } from './operations'
import { createPeakProbe } from './peak'
import { softmaxCrossEntropy } from './softmax'
import { simdUpdates } from './updates'
import { PackedWeightBlocks } from './weightBlocks'

/**
 * Float32 by SIMD kernels, recorded and shared between threads; null on a platform without them. Numbers that
 * found no room in the kernels' memory are computed by the scalar reference, with the same bits.
 */
export function createSimdBackend(): Backend | null {
  if (!hasKernels()) return null
  const operations = createSimdOperations()
  return {
    dtype: 'float32',
    minCutBatch: float32Scalar.minCutBatch,
    allocate: allocateFloat32,
    operations,
    fuse: (fused) => fuseByKernel(fused, operations),
    copyRange(out, o, x, xo, n) {
      if (within(out, x)) kernels().copy(address(out, o), address(x, xo), n)
      else float32Scalar.copyRange(out, o, x, xo, n)
    },
    addToRows(out, b, bo, n) {
      if (within(out, b)) kernels().addToRows(out.byteOffset, address(b, bo), out.length / n, n)
      else float32Scalar.addToRows(out, b, bo, n)
    },
    createWeightBlocks: (weight, count, n, k) => new PackedWeightBlocks(weight, count, n, k),
    batchSums: simdBatchSums,
    createCommandBuffer: (buffers) => new RecordedCommands(buffers),
    softmaxCrossEntropy,
    storeSumOfSquares(out, index, x, offset, n) {
      if (within(x)) out[index] = kernels().sumOfSquares(address(x, offset), n)
      else float32Scalar.storeSumOfSquares(out, index, x, offset, n)
    },
    scale(x, factor) {
      if (within(x)) kernels().scale(x.byteOffset, factor, x.length)
      else float32Scalar.scale(x, factor)
    },
    limit(x, size) {
      return within(x) ? kernels().limit(x.byteOffset, size, x.length) !== 0 : float32Scalar.limit(x, size)
    },
    updates: simdUpdates,
    createPeakProbe,
  }
}
