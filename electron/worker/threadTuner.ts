/** A trial of either way lasts at least so long and so many updates, */
const TRIAL_MS = 40
const TRIAL_UPDATES = 3
/** and its verdict holds for so much training. */
const HOLD_MS = 3000

/**
 * Passes a training on while it finds out, again and again, whether sharing the work between threads pays: on
 * a machine with other things to do a helper may be waited for longer than it helps. It times updates of both
 * kinds and keeps to the faster; the numbers that training computes are the same either way.
 *
 * `share` switches, `now` is a clock in milliseconds, `settle` hears of every verdict.
 */
export function* tuneThreads<Record, End, Input>(
  updates: Generator<Record, End, Input | undefined>,
  share: (isShared: boolean) => void,
  now: () => number,
  settle: (isShared: boolean) => void,
): Generator<Record, End, Input | undefined> {
  let input: Input | undefined
  for (;;) {
    let best = { isShared: true, ms: Infinity }
    for (const isShared of [true, false]) {
      share(isShared)
      let [count, ms] = [0, 0]
      // The first update after a change warms caches and wakes helpers: it is not counted.
      for (let skip = true; skip || count < TRIAL_UPDATES || ms < TRIAL_MS; skip = false) {
        const start = now()
        const result = updates.next(input)
        if (result.done) return result.value
        if (!skip) {
          ms += now() - start
          count++
        }
        input = yield result.value
      }
      if (ms / count < best.ms) best = { isShared, ms: ms / count }
    }
    share(best.isShared)
    settle(best.isShared)
    for (let ms = 0; ms < HOLD_MS;) {
      const start = now()
      const result = updates.next(input)
      if (result.done) return result.value
      ms += now() - start
      input = yield result.value
    }
  }
}
