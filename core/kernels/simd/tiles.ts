import type { Arena } from './arena'
import { createPeakProbe } from './peak'

/** Products in a row: some 50 microseconds of work. */
const REPEATS = 3
/**
 * The engine optimizes both while they run, one before the other: it is done when neither has become faster
 * for so long.
 */
const SETTLED_MS = 10
const LEAST_MS = 20
const MOST_MS = 100
/** Where both are alike the engine has not come to optimize them; then what was expected holds. */
const CLEARLY = 0.9

/**
 * Finds out whether wide tiles are the faster in this thread, where they are expected to be: an engine does
 * not say whether the processor's registers are wide. Takes 20 to 100 ms, and returns whether they are used
 * from then on. The results of training do not depend on it.
 */
export function tryWideTiles(arena: Arena, now: () => number): boolean {
  const probe = createPeakProbe(arena)
  if (probe === null) return false
  const timeOf = (areWide: boolean): number => {
    arena.useWideTiles(areWide)
    const start = now()
    probe(REPEATS)
    return now() - start
  }
  let [narrow, wide] = [Infinity, Infinity]
  const start = now()
  let settled = start
  for (let time = start; time - start < MOST_MS; time = now()) {
    if (time - start >= LEAST_MS && time - settled >= SETTLED_MS) break
    const [narrowTime, wideTime] = [timeOf(false), timeOf(true)]
    if (narrowTime < CLEARLY * narrow || wideTime < CLEARLY * wide) settled = time
    narrow = Math.min(narrow, narrowTime)
    wide = Math.min(wide, wideTime)
  }
  const areWide = narrow > CLEARLY * wide
  arena.useWideTiles(areWide)
  return areWide
}
