import { isFloat32, type Dtype, type Floats } from '../math/floats'
import type { Backend } from './backend'
import { scalarBackends } from './scalar/backend'
import { arenas } from './simd/arena'
import { createSimdBackend } from './simd/backend'

/** How a kind of number is computed in this thread: by the first of the means that the platform has. */
function chooseBackend(dtype: Dtype): Backend {
  const scalar = scalarBackends[dtype]
  return createSimdBackend(arenas[dtype], scalar) ?? scalar
}

let float64: Backend | undefined
let float32: Backend | undefined

/** The backend of a kind of number, chosen when it is first asked for. */
export function backendFor(dtype: Dtype): Backend {
  return dtype === 'float32' ? (float32 ??= chooseBackend(dtype)) : (float64 ??= chooseBackend(dtype))
}

/** The backend that computes with these numbers. */
export function backendOf(floats: Floats): Backend {
  return backendFor(isFloat32(floats) ? 'float32' : 'float64')
}

/** `length` zeros of the given kind. */
export function allocate(dtype: Dtype, length: number): Floats {
  return backendFor(dtype).allocate(length)
}
