import { setFlagsFromString } from 'node:v8'
import type { Dtype } from '../../core/math/floats'
import { arenas } from '../../core/kernels/simd/arena'
import { tryWideTiles } from '../../core/kernels/simd/tiles'

/*
 * AVX revectorization: V8 can make one 256-bit register of two 128-bit vectors of the kernels, which nearly
 * halves their instructions and changes no bit, but does so only when told to; see
 * `docs/decisions/0009-avx-revectorization.md`.
 */

const FLAG = '--experimental-wasm-revectorize'

/** The versions of V8 in which all tests of the kernels passed with it, and the flags that each needs. */
const ENGINES: Readonly<Record<string, readonly string[]>> = {
  // Electron 33. The compiler that can do it is an option there, and three flags follow from that one at the
  // start only.
  '13.0': [
    '--turboshaft-wasm',
    '--turboshaft-wasm-load-elimination',
    '--turboshaft-wasm-instruction-selection-staged',
    '--turboshaft-wasm-wrappers',
    FLAG,
  ],
  // Node 24
  '13.6': [FLAG],
  // Node 26
  '14.6': [FLAG],
}

/** The flags for it, or null where it is not known to work. */
export function avxRevectorizationFlags(
  v8: string,
  platform: NodeJS.Platform,
  arch: string,
): readonly string[] | null {
  if (arch !== 'x64' || platform === 'darwin') return null
  return ENGINES[v8.split('.', 2).join('.')] ?? null
}

const flags = avxRevectorizationFlags(process.versions.v8, process.platform, process.arch)

/** Whether this engine can, on a processor that has them. */
export const knowsAvxRevectorization = flags !== null

/** For the whole process; to be called at its start, before any kernel is compiled. */
export function requestAvxRevectorization(): void {
  for (const flag of flags ?? []) setFlagsFromString(flag)
}

const fitted = new Set<Dtype>()

/**
 * Fits the kernels of a kind of number in this thread to what `requestAvxRevectorization` has brought. It
 * takes 20 to 100 ms, the first time only.
 */
export function fitKernels(dtype: Dtype): void {
  if (knowsAvxRevectorization && !fitted.has(dtype)) tryWideTiles(arenas[dtype], () => performance.now())
  fitted.add(dtype)
}
