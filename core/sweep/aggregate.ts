import { DebiasedEma } from '../math/ema'
import { solvedBelow, STEADY } from '../tasks/learning'

/** A loss curve of one of several runs. */
export interface Curve {
  /** Of update 0, 1, ...; what is not finite counts as infinite. */
  readonly loss: ArrayLike<number>
  /**
   * What a run is taken for behind its last update. `ended`: its last loss, since it was trained as long as it
   * was to be; `diverged`: infinite; `open`: nothing, it may go on.
   */
  readonly end: 'ended' | 'diverged' | 'open'
}

/** What several curves have in common at each update, from 0 on. */
export interface Band {
  /** The first quartile, the median and the third quartile; infinite where so many have diverged. */
  readonly lower: Float64Array
  readonly median: Float64Array
  readonly upper: Float64Array
  /** Of how many curves. */
  readonly counts: Uint32Array
}

/**
 * A quantile of rising numbers, interpolated between neighbours as numpy does by default:
 *
 *     h = (n - 1) q        x_⌊h⌋ + (h - ⌊h⌋) (x_⌊h⌋+1 - x_⌊h⌋)
 *
 * NaN of no numbers; infinite as soon as an infinite one has a share in it.
 */
export function quantile(rising: ArrayLike<number>, q: number): number {
  const { length } = rising
  if (length === 0) return NaN
  const h = (length - 1) * q
  const below = rising[Math.floor(h)]
  const above = rising[Math.ceil(h)]
  // Two infinite ones differ by NaN.
  return below === above ? below : below + (h - Math.floor(h)) * (above - below)
}

/** Median and quartiles of several curves at every update that one of them has made. */
export function bandOf(curves: readonly Curve[]): Band {
  const length = curves.reduce((most, { loss }) => Math.max(most, loss.length), 0)
  const band: Band = {
    lower: new Float64Array(length),
    median: new Float64Array(length),
    upper: new Float64Array(length),
    counts: new Uint32Array(length),
  }
  const values = new Float64Array(curves.length)
  for (let update = 0; update < length; update++) {
    let count = 0
    for (const curve of curves) {
      const value = valueAt(curve, update)
      if (value !== null) values[count++] = value
    }
    const rising = values.subarray(0, count).sort()
    band.lower[update] = quantile(rising, 0.25)
    band.median[update] = quantile(rising, 0.5)
    band.upper[update] = quantile(rising, 0.75)
    band.counts[update] = count
  }
  return band
}

/** What a curve counts as at an update; null where it does not count. */
function valueAt({ loss, end }: Curve, update: number): number | null {
  const { length } = loss
  if (update >= length && (end === 'open' || length === 0)) return end === 'diverged' ? Infinity : null
  if (update >= length && end === 'diverged') return Infinity
  const value = loss[Math.min(update, length - 1)]
  return Number.isFinite(value) ? value : Infinity
}

/** How many of several runs have solved their task, and since when. */
export interface Solved {
  readonly numSolved: number
  readonly numRuns: number
  /** Of each run the update since which its smoothed loss has counted as solved; null where it does not. */
  readonly since: readonly (number | null)[]
}

/**
 * Which runs have solved their task: whose loss, smoothed, is at its end below a twentieth of the baseline, or of
 * the way to it from the floor that no network goes below. One that diverged has not.
 */
export function solvedBy(curves: readonly Curve[], baseline: number, floor = 0): Solved {
  const since = curves.map((curve) => solvedSince(curve, solvedBelow(baseline, floor)))
  return { numSolved: since.filter((update) => update !== null).length, numRuns: curves.length, since }
}

function solvedSince({ loss, end }: Curve, below: number): number | null {
  if (end === 'diverged') return null
  const ema = new DebiasedEma(STEADY)
  let since: number | null = null
  for (let update = 0; update < loss.length; update++) {
    const smoothed = ema.next(loss[update])
    // A loss that is not finite is skipped, as where curves are drawn.
    if (Number.isNaN(smoothed)) continue
    if (smoothed < below) since ??= update
    else since = null
  }
  return since
}
