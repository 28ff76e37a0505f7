import type { SelfTestLine } from '../../contract/selfTest'

/** What a check has come to, without its name and time. */
export type Tallied = Omit<SelfTestLine, 'name' | 'seconds'>

/** Enough to see what is wrong. */
const MOST_FAILURES = 8

/** Gathers what a check of the self-test compares. */
export interface Tally {
  /** Numbers whose largest error was this, held against a bound. */
  errors(what: string, numCompared: number, error: number, bound: number): void
  /** Numbers that have to have the same bits; NaN is like NaN. */
  bits(what: string, got: ArrayLike<number>, want: ArrayLike<number>): void
  /** Something without a number. */
  holds(what: string, isSo: boolean): void
  result(): Tallied
}

export function createTally(): Tally {
  const failures: string[] = []
  let numCompared = 0
  let worst: Tallied['worst'] = null

  function fail(what: string): void {
    if (failures.length < MOST_FAILURES) failures.push(what)
  }

  return {
    errors(what, count, error, bound) {
      numCompared += count
      if (worst === null || error / bound > worst.error / worst.bound) worst = { error, bound }
      if (!(error <= bound)) fail(`${what}: ${error}`)
    },
    bits(what, got, want) {
      numCompared += want.length
      if (got.length !== want.length) return fail(`${what}: ${got.length} numbers for ${want.length}`)
      for (let i = 0; i < want.length; i++) {
        if (!Object.is(got[i], want[i])) return fail(`${what}[${i}]: ${got[i]} for ${want[i]}`)
      }
    },
    holds(what, isSo) {
      numCompared++
      if (!isSo) fail(what)
    },
    result: () => ({ ok: failures.length === 0 && numCompared > 0, numCompared, worst, failures }),
  }
}
