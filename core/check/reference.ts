import type { Dtype } from '../experiment/experiment'
import { FormatError } from '../formats/formatError'
import { ShapeError } from '../math/floats'
import { verifyHGradNorms } from './hGradNorms'
import { verifyLayerParity } from './layerParity'
import { type OnCompared, ReferenceFile, type ReferenceReport, type UnjudgedTensor } from './referenceFile'
import { verifyTraining } from './trainingReference'

export const referenceKinds = ['layer_parity', 'h_grad_norms', 'training', 'training_tbptt'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

export interface VerifyReport {
  readonly kind: ReferenceKind
  /** Whether there are tensors to compare, and every one is within its bound. */
  readonly ok: boolean
  /** The largest error of all tensors. */
  readonly maxError: number
  readonly tensors: readonly ReferenceReport[]
  /** Results that the file has in a dtype that nothing is compared in. */
  readonly unjudged: readonly UnjudgedTensor[]
}

/**
 * Recomputes a reference file made by PyTorch and compares every tensor in it, in either kind of number. A
 * tensor that the file has in float32 is compared with float32's bound, whatever is computed with.
 * The format is described in `reference/FORMAT.md`. `onCompared` gets the elements of every comparison.
 * @throws {FormatError} if the file is no reference file or does not hold what it should.
 */
export function verifyReference(
  bytes: Uint8Array,
  { dtype, onCompared }: { readonly dtype: Dtype; readonly onCompared?: OnCompared },
): VerifyReport {
  const file = new ReferenceFile(bytes, dtype, onCompared)
  const kind = file.choice('kind', referenceKinds)
  verifyKind(kind, file)
  const { reports: tensors, unjudged } = file
  const maxError = tensors.reduce((largest, tensor) => Math.max(largest, tensor.maxError), 0)
  const ok = tensors.length > 0 && tensors.every((tensor) => tensor.ok)
  return { kind, ok, maxError, tensors, unjudged }
}

function verifyKind(kind: ReferenceKind, file: ReferenceFile): void {
  try {
    if (kind === 'layer_parity') verifyLayerParity(file)
    else if (kind === 'h_grad_norms') verifyHGradNorms(file)
    else verifyTraining(file)
  } catch (error) {
    // A combination of sizes that no single check foresaw is still the file's fault.
    if (error instanceof ShapeError || error instanceof RangeError) throw new FormatError(error.message)
    throw error
  }
}
