import type { Range } from '../scales/scale'

/** Fewest decades that a colour bar covers. */
const FEWEST = 2

/**
 * The decades that a logarithmic colour bar covers, grown to hold values from `min` to `max` (powers of ten,
 * as in log10 of the data). It grows outwards by a tenth of its span at least and never shrinks, so that
 * colours keep their meaning during a run and change a handful of times however far the values wander.
 */
export function grownDecades(known: Range | null, min: number, max: number): Range | null {
  if (!(min <= max)) return known
  const low = Math.floor(min + 1e-9) + 0
  const high = Math.max(Math.ceil(max - 1e-9), low + FEWEST) + 0
  if (!known) return { min: low, max: high }
  if (low >= known.min && high <= known.max) return known
  const margin = Math.floor((Math.max(high, known.max) - Math.min(low, known.min)) / 10)
  return {
    min: low < known.min ? low - margin : known.min,
    max: high > known.max ? high + margin : known.max,
  }
}

/** Powers of ten to mark on a colour bar, whole and evenly thinned to about `count`. */
export function decadeTicks({ min, max }: Range, count: number): number[] {
  const span = max - min
  const stride =
    [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200].find((candidate) => span / candidate <= count) ?? 500
  const ticks: number[] = []
  for (let power = Math.ceil(min / stride) * stride; power <= max; power += stride) ticks.push(power + 0)
  return ticks
}
