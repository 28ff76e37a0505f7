import { isFloat32, type Dtype, type Floats } from '../math/floats'
import type { Backend } from './backend'
import { float32Scalar } from './float32/backend'
import { float64Scalar } from './float64/backend'
import { createSimdBackend } from './simd/backend'

/** How each kind of number is computed in this thread: the first of the means that the platform has. */
const means: Readonly<Record<Dtype, () => Backend>> = {
  float64: () => float64Scalar,
  float32: () => createSimdBackend() ?? float32Scalar,
}

let float64: Backend | undefined
let float32: Backend | undefined

/** The backend of a kind of number, chosen when it is first asked for. */
export function backendFor(dtype: Dtype): Backend {
  return dtype === 'float32' ? (float32 ??= means.float32()) : (float64 ??= means.float64())
}

/** The backend that computes with these numbers. */
export function backendOf(floats: Floats): Backend {
  return backendFor(isFloat32(floats) ? 'float32' : 'float64')
}

/** `length` zeros of the given kind. */
export function allocate(dtype: Dtype, length: number): Floats {
  return backendFor(dtype).allocate(length)
}
