import { setFlagsFromString } from 'node:v8'
import { requestAvxRevectorization } from './avxRevectorization'

/**
 * Keeps Maglev, V8's middle compiler, from inlining the float64 loops into the cells' steps: there they stay
 * in its slower code until the whole step is hot, for some 300 updates of the default experiment, each up to
 * 1.5 times as long. Called by themselves they reach the best code within a few.
 */
const LOOPS_APART = '--no-maglev-inlining'

/** The version of V8 in which that was measured: Electron 33's. Another engine may not know the flag. */
const MEASURED = '13.0.'

/**
 * Fits V8 to what trains here. For the whole process; to be called at its start, before any kernel is
 * compiled.
 */
export function setEngineFlags(): void {
  requestAvxRevectorization()
  if (process.versions.v8.startsWith(MEASURED)) setFlagsFromString(LOOPS_APART)
}
