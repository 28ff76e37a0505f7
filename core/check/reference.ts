import type { Dtype } from '../experiment/experiment'
import { FormatError } from '../formats/formatError'
import { ShapeError } from '../math/floats'
import type { TensorReport } from './compare'
import { verifyHGradNorms } from './hGradNorms'
import { verifyLayerParity } from './layerParity'
import { ReferenceFile } from './referenceFile'
import { verifyTraining } from './trainingReference'

export const referenceKinds = ['layer_parity', 'h_grad_norms', 'training', 'training_tbptt'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

export interface VerifyReport {
  readonly kind: ReferenceKind
  /** Whether every tensor is within its bound. */
  readonly ok: boolean
  /** The largest error of all tensors. */
  readonly maxError: number
  readonly tensors: readonly TensorReport[]
}

/** Bounds on |got - want| / (1 + |want|), from what independent implementations differ by. */
export const referenceBounds: Readonly<Record<Dtype, number>> = { float64: 1e-9, float32: 1e-4 }

/**
 * Recomputes a reference file made by PyTorch and compares every tensor in it, in either kind of number.
 * The format is described in `reference/FORMAT.md`.
 * @throws {FormatError} if the file is no reference file or does not hold what it should.
 */
export function verifyReference(bytes: Uint8Array, options: { readonly dtype: Dtype }): VerifyReport {
  const { dtype } = options
  const file = new ReferenceFile(bytes, dtype)
  const kind = file.choice('kind', referenceKinds)
  const bound = referenceBounds[dtype]
  const tensors = verifyKind(kind, file, dtype, bound)
  const maxError = tensors.reduce((largest, tensor) => Math.max(largest, tensor.maxError), 0)
  return { kind, ok: tensors.every((tensor) => tensor.ok), maxError, tensors }
}

function verifyKind(kind: ReferenceKind, file: ReferenceFile, dtype: Dtype, bound: number): TensorReport[] {
  try {
    if (kind === 'layer_parity') return verifyLayerParity(file, dtype, bound)
    if (kind === 'h_grad_norms') return verifyHGradNorms(file, dtype, bound)
    return verifyTraining(file, dtype, bound)
  } catch (error) {
    // A combination of sizes that no single check foresaw is still the file's fault.
    if (error instanceof ShapeError || error instanceof RangeError) throw new FormatError(error.message)
    throw error
  }
}
