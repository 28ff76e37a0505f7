import type { Trace } from '../../core/contract/trace'
import type { ErrorCode, Result } from '../../core/contract/result'
import { createCheckpointer } from './checkpointer'
import type { Environment } from './environment'
import { SLICE_MS } from './environment'
import type { EndState } from './messages'
import type { Training } from './training'

/** Opens single updates of a run: the next one, any that was made, and the one that the run ended with. */
export interface Inspector {
  /** To be called before every group of updates: keeps the checkpoints from which updates are recomputed. */
  beforeUpdates(now: number): void
  /**
   * Records the update that `makeUpdate` makes. Null if it did not come to its end, since the run diverged in
   * it.
   */
  traceNext(makeUpdate: () => boolean): Result<Trace> | null
  /** Recomputes an update; of a run that has ended, `end` says how. */
  recompute(update: number, end: EndState | null): Recomputation
}

/**
 * An update on its way to be recomputed. From `begin` on until it is over the trainer is not where its run
 * is.
 */
export interface Recomputation {
  /** Works in slices, between which messages are received, and hands over the trace once it is there. */
  begin(over: (trace: Result<Trace>) => void): void
  /** Gives up: the trainer is where its run is again, and nothing is handed over. */
  cancel(): void
}

export const cancelled = refuse('cancelled', 'something else was asked for')

/** The update that a run ended with: the last that was made, or the one in which it diverged. */
export function lastUpdateOf(end: EndState): number {
  return end.status === 'diverged' ? end.update : Math.max(0, end.update - 1)
}

export function createInspector(
  { startTrace, replayer }: Pick<Training, 'startTrace' | 'replayer'>,
  env: Environment,
): Inspector {
  return {
    beforeUpdates: createCheckpointer(replayer, env).keepIfDue,
    traceNext(makeUpdate) {
      const tracing = unlessTooLarge(startTrace)
      if (!tracing.ok) return tracing
      return makeUpdate() ? { ok: true, value: tracing.value.finish() } : null
    },
    recompute(update, end) {
      const steps = replayer.recompute(update, end?.status === 'diverged')
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
    },
  }
}

/** The result of `open`, or why the update is too large to be opened, or was never made. */
function unlessTooLarge<T>(open: () => T): Result<T> {
  try {
    return { ok: true, value: open() }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return refuse('invalidRequest', error.message)
  }
}

/** As `fail` of `core/experiment`, whose schemas a training thread does without. */
function refuse(code: ErrorCode, message: string): Result<never> {
  return { ok: false, error: { code, message, problems: [] } }
}
