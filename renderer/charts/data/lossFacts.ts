import { DebiasedEma } from '../../../core/math/ema'
import { learnsBelow, SOLVED_AT, solvedBelow, STEADY } from '../../../core/tasks/learning'
import type { GrowableColumn } from './growableColumn'

/**
 * Whether the loss says that the network learns: not below half of the way from baseline to floor
 * yet, below it, solved, or above it again after it was below. `untold` before the first finite loss.
 */
export type Learning = 'untold' | 'notYet' | 'learns' | 'solved' | 'again'

/** What a sentence about a loss curve needs. */
export interface LossFacts {
  /** The update that the curve begins with, and how many it has. */
  readonly firstUpdate: number
  readonly numUpdates: number
  /** First and newest finite value; the newest smoothed. */
  readonly first: number
  readonly last: number
  readonly learning: Learning
  readonly baseline: number
  /** What no network's loss goes below; 0 where the answers follow from the input. */
  readonly floor: number
  /** Where the smoothed loss counts as learning and as solved. */
  readonly learnsBelow: number
  readonly solvedBelow: number
  /** The share of the way from baseline to floor that may be left where it counts as solved. */
  readonly solvedAt: number
  /** Update since which the smoothed loss has been below `learnsBelow`, or null. */
  readonly learnsSince: number | null
  readonly numNonFinite: number
  readonly firstNonFinite: number | null
}

/** Follows a loss curve and keeps its facts; every point is looked at once. */
export class LossReader {
  readonly #limits: Pick<LossFacts, 'baseline' | 'floor' | 'learnsBelow' | 'solvedBelow' | 'solvedAt'>
  #ema = new DebiasedEma(STEADY)
  #facts = { numUpdates: 0, first: NaN, last: NaN, numNonFinite: 0 }
  #learnsSince: number | null = null
  #wasBelow = false
  #firstNonFinite: number | null = null

  constructor(baseline: number, floor = 0, solvedAt = SOLVED_AT) {
    this.#limits = {
      baseline,
      floor,
      solvedAt,
      learnsBelow: learnsBelow(baseline, floor),
      solvedBelow: solvedBelow(baseline, floor, solvedAt),
    }
  }

  read(column: GrowableColumn): LossFacts {
    const facts = this.#facts
    const { first: firstUpdate, count } = column
    const values = column.view()
    for (let update = firstUpdate + facts.numUpdates; update < values.length; update++) {
      this.#take(update, values[update]!)
    }
    facts.numUpdates = count
    return {
      ...facts,
      firstUpdate,
      ...this.#limits,
      learning: this.#learning(),
      learnsSince: this.#learnsSince,
      firstNonFinite: this.#firstNonFinite,
    }
  }

  #take(update: number, value: number): void {
    if (!Number.isFinite(value)) {
      this.#facts.numNonFinite++
      this.#firstNonFinite ??= update
      return
    }
    if (Number.isNaN(this.#facts.first)) this.#facts.first = value
    this.#facts.last = this.#ema.next(value)
    if (this.#facts.last < this.#limits.learnsBelow) {
      this.#learnsSince ??= update
      this.#wasBelow = true
    } else this.#learnsSince = null
  }

  #learning(): Learning {
    const { last } = this.#facts
    if (Number.isNaN(last)) return 'untold'
    if (this.#learnsSince === null) return this.#wasBelow ? 'again' : 'notYet'
    return last < this.#limits.solvedBelow ? 'solved' : 'learns'
  }
}
