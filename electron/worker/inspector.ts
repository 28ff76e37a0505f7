import type { KeptView } from '../../core/contract/views'
import { asOneSince } from '../../core/contract/views'
import type { Trace } from '../../core/contract/trace'
import { reason } from '../../core/contract/reasons'
import { MAX_TRACE_NUMBERS, TraceSizeError } from '../../core/replay/traceSize'
import type { Result } from '../../core/contract/result'
import { createCheckpointer } from './checkpointer'
import type { Environment } from './environment'
import { SLICE_MS } from './environment'
import type { EndState } from './messages'
import { refuse } from './refuse'
import type { Training } from './training'

/**
 * Opens single updates of a run: the next one, any that was made, and the one that the run ended with. And
 * observes any that were made.
 */
export interface Inspector {
  /** To be called before every group of updates: keeps the checkpoints from which updates are recomputed. */
  beforeUpdates(now: number): void
  /**
   * Records the update that `makeUpdate` makes. Null if it did not come to its end, since the run diverged in
   * it.
   */
  traceNext(makeUpdate: () => boolean): Result<Trace> | null
  /** Recomputes an update; of a run that has ended, `end` says how. */
  recompute(update: number, end: EndState | null): Recomputation<Trace>
  /**
   * Recomputes updates, and sends views of each. Where one takes `msPerUpdate` and all would take too long,
   * only some of them are recomputed. Hands over which.
   */
  observe(wanted: Wanted, msPerUpdate: number): Recomputation<number[]>
}

/** Updates to be observed again. */
export interface Wanted {
  readonly updates: readonly number[]
  readonly views: readonly KeptView[]
  /**
   * The time after which it is over, in milliseconds, even with nothing.
   * @default it goes on until there is something, and may take long
   */
  readonly withinMs?: number | undefined
}

/**
 * Updates on their way to be recomputed. From `begin` on until that is over the trainer is not where its run
 * is.
 */
export interface Recomputation<T> {
  /** Works in slices, between which messages are received, and hands over what comes of it. */
  begin(over: (result: Result<T>) => void): void
  /** Gives up: the trainer is where its run is again, and nothing is handed over. */
  cancel(): void
}

export const cancelled = refuse('cancelled', reason('askedOtherwise'))

/** The update that a run ended with: the last that was made, or the one in which it diverged. */
export function lastUpdateOf(end: EndState): number {
  return end.status === 'diverged' ? end.update : Math.max(0, end.update - 1)
}

/** After which time observing old updates is over, with what it has by then, */
const MOST_MS = 45_000
/** and the share of it that making them again is planned to take: observing takes its time too. */
const PLANNED_SHARE = 1 / 3
/** The same where it is only for what can soon be had, and may break off. */
const SOON_SHARE = 2 / 3
const PROGRESS_INTERVAL_MS = 100

export function createInspector(
  { startTrace, replayer, observer }: Pick<Training, 'startTrace' | 'replayer' | 'observer'>,
  env: Environment,
): Inspector {
  function* observeAgain(
    wanted: readonly number[],
    views: readonly KeptView[],
    most: number,
    isOver: (ms: number, numMade: number) => boolean,
  ): Generator<undefined, number[]> {
    const begun = env.now()
    const made: number[] = []
    let planned = 0
    let lastProgress = -Infinity
    function sendProgress(): void {
      lastProgress = env.now()
      env.post({ type: 'recomputing', made: made.length, planned })
    }
    const visits = replayer.revisit(wanted, most, {
      begin(numVisits) {
        planned = numVisits
        sendProgress()
      },
      before: observer.prepare,
      after(update) {
        made.push(update)
        env.post({ type: 'recomputed', observation: asOneSince(observer.observe(views), wanted[0]) })
      },
    })
    for (const step of visits) {
      if (env.now() - lastProgress >= PROGRESS_INTERVAL_MS) sendProgress()
      if (isOver(env.now() - begun, made.length)) break
      yield step
    }
    return made
  }

  return {
    beforeUpdates: createCheckpointer(replayer, env).keepIfDue,
    traceNext(makeUpdate) {
      const tracing = unlessTooLarge(startTrace)
      if (!tracing.ok) return tracing
      return makeUpdate() ? { ok: true, value: tracing.value.finish() } : null
    },
    recompute: (update, end) => inSlices(replayer.recompute(update, end?.status === 'diverged'), env),
    observe({ updates, views, withinMs }, msPerUpdate) {
      const wanted = [...new Set(updates)].sort((one, other) => one - other)
      // Where it is not known what an update takes, time alone ends it.
      const planned = withinMs === undefined ? PLANNED_SHARE * MOST_MS : SOON_SHARE * withinMs
      const most = msPerUpdate > 0 ? planned / msPerUpdate : Infinity
      const isOver = (ms: number, numMade: number): boolean =>
        withinMs === undefined ? numMade > 0 && ms > MOST_MS : ms > withinMs
      return inSlices(observeAgain(wanted, views, most, isOver), env)
    },
  }
}

/** Goes through some steps, and defers after each slice of them. */
function inSlices<T>(steps: Generator<undefined, T>, env: Environment): Recomputation<T> {
  let isCancelled = false
  return {
    begin(over) {
      function slice(): void {
        if (isCancelled) return
        const begun = env.now()
        do {
          const next = unlessTooLarge(() => steps.next())
          if (!next.ok) return over(next)
          if (next.value.done) return over({ ok: true, value: next.value.value })
        } while (env.now() - begun < SLICE_MS)
        env.defer(slice)
      }
      slice()
    },
    cancel() {
      isCancelled = true
      steps.return(undefined as never)
    },
  }
}

/** The result of `open`, or why the update is too large to be opened, or was never made. */
function unlessTooLarge<T>(open: () => T): Result<T> {
  try {
    return { ok: true, value: open() }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return refuse(
      'invalidRequest',
      error instanceof TraceSizeError
        ? reason('updateTooLarge', { numbers: error.numbers, most: MAX_TRACE_NUMBERS })
        : reason('words', { text: error.message }),
    )
  }
}
