import { HeatHistory } from './heatHistory'
import type { Range } from '../scales/scale'
import { linear } from '../scales/linear'
import { niceCeil } from '../scales/nice'

/** Equal bins from `min` to `max`. */
export interface Histogram {
  readonly min: number
  readonly max: number
  readonly counts: ArrayLike<number>
}

/** What all histories of a run may take together, about. */
const BUDGET_BYTES = 32e6
const HISTOGRAM_BYTES = 500
const MOST = 1024
const FEWEST = 128
/**
 * Of the histograms so far, the share that the axis holds in full: one wild update does not flatten all
 * others.
 */
const HELD = 0.9

/** Histograms for each of so many histories. */
export function histogramCapacity(numHistories: number): number {
  const fit = Math.floor(BUDGET_BYTES / HISTOGRAM_BYTES / Math.max(1, numHistories))
  return Math.min(MOST, Math.max(FEWEST, fit))
}

/**
 * Histograms over updates, each with its own bins, in bounded memory: when full, every second one is dropped.
 */
export class HistogramHistory {
  readonly capacity: number
  /** The update that the run begins with. */
  readonly first: number
  #entries: { update: number; histogram: Histogram; since: number }[] = []
  #stride = 1
  #numOffered = 0

  constructor(capacity = MOST, first = 0) {
    this.capacity = capacity
    this.first = first
  }

  get length(): number {
    return this.#entries.length
  }

  get newest(): Histogram | null {
    return this.#entries.at(-1)?.histogram ?? null
  }

  /** As `add` of `HeatHistory`. */
  add(update: number, histogram: Histogram, since = 0): void {
    const before = this.#entries.findLastIndex((entry) => entry.update <= update)
    if (this.#entries[before]?.update === update) return
    const isNewest = before === this.length - 1
    const isLeftOut = isNewest && this.#numOffered++ % this.#stride !== 0 && since < update
    if (isLeftOut) return
    if (this.length === this.capacity) {
      this.#entries = this.#entries.filter((_, i) => i % 2 === 0)
      this.#stride *= 2
    }
    const at = this.#entries.findLastIndex((entry) => entry.update < update) + 1
    this.#entries.splice(at, 0, { update, histogram, since })
  }

  /** A range around zero that holds nine tenths of the histograms. */
  range(): Range {
    const reaches = this.#entries
      .map(({ histogram: { min, max } }) => Math.max(Math.abs(min), Math.abs(max)))
      .filter(Number.isFinite)
      .sort((a, b) => a - b)
    const reach = niceCeil(reaches[Math.floor((reaches.length - 1) * HELD)] ?? 1)
    return { min: -reach, max: reach }
  }

  /**
   * log10 of the share of values in each of `rows` bins of a common range; what lies beyond counts at its
   * ends.
   */
  heat(rows: number, range: Range): HeatHistory {
    const heat = new HeatHistory(rows, this.capacity, this.first)
    for (const { update, histogram, since } of this.#entries) {
      const shares = rebin(histogram, rows, range)
      heat.add(
        update,
        shares.map((share) => Math.log10(share)),
        since,
      )
    }
    return heat
  }
}

/** Shares of the values in `rows` equal bins of a range; every old bin is spread evenly over the new ones. */
export function rebin({ min, max, counts }: Histogram, rows: number, range: Range): Float64Array {
  const shares = new Float64Array(rows)
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0)
  if (total === 0) return shares
  const { forward: toRow } = linear(range, { start: 0, end: rows })
  const clamp = (row: number): number => Math.min(Math.max(row, 0), rows)
  for (let i = 0; i < counts.length; i++) {
    const low = toRow(min + ((max - min) * i) / counts.length)
    const high = toRow(min + ((max - min) * (i + 1)) / counts.length)
    const share = counts[i]! / total
    if (!(share > 0)) continue
    const isPoint = !(clamp(high) - clamp(low) > 1e-9)
    if (isPoint) shares[Math.min(rows - 1, Math.floor(clamp(low)))]! += share
    else spread(shares, low, high, share)
  }
  return shares
}

function spread(shares: Float64Array, low: number, high: number, share: number): void {
  const rows = shares.length
  for (let row = Math.max(0, Math.floor(low)); row < Math.min(rows, high); row++) {
    const from = row === 0 ? low : Math.max(low, row)
    const to = row === rows - 1 ? high : Math.min(high, row + 1)
    shares[row]! += (share * (to - from)) / (high - low)
  }
}
