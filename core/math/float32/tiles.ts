import { useWideTiles } from './arena'
import { createPeakProbe } from './peak'

/** Products in a row: some 50 microseconds of work. */
const REPEATS = 3
/** Long enough for the engine's optimizing compiler to be done with both. */
const DURATION_MS = 20
/** Where both are alike the engine has not come to optimize them; then what was expected holds. */
const CLEARLY = 0.9

/**
 * Finds out whether wide tiles are the faster in this thread, where they are expected to be: an engine does not say
 * whether the processor's registers are wide. Takes 20 ms, and returns whether they are used from then on. The results of training do not depend on it.
 */
export function tryWideTiles(now: () => number): boolean {
  const probe = createPeakProbe()
  if (probe === null) return false
  const timeOf = (areWide: boolean): number => {
    useWideTiles(areWide)
    const start = now()
    probe(REPEATS)
    return now() - start
  }
  let [narrow, wide] = [Infinity, Infinity]
  for (const end = now() + DURATION_MS; now() < end;) {
    narrow = Math.min(narrow, timeOf(false))
    wide = Math.min(wide, timeOf(true))
  }
  const areWide = narrow > CLEARLY * wide
  useWideTiles(areWide)
  return areWide
}
