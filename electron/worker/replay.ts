import type { ErrorCode, Result } from '../../core/experiment/result'
import type { Trace } from '../../core/contract/trace'
import type { Rewind } from '../../core/replay/replayer'
import type { Surroundings } from './session'

/** The longest that a thread computes without looking at its messages. */
export const SLICE_MS = 8

/** Makes an update of the past once more, in slices between messages, and sends its trace. */
export interface Replay {
  /** Meanwhile the trainer is not where its run is. */
  readonly isGoing: boolean
  begin(update: number, hasDiverged: boolean): void
  /** Gives up, and says so. The trainer is where its run is again. */
  cancel(): void
}

/** `over` is called after every answer. */
export function createReplay(rewind: Rewind, around: Surroundings, over: () => void): Replay {
  let going: ReturnType<Rewind['open']> | null = null

  function answer(trace: Result<Trace>): void {
    going = null
    around.post({ type: 'trace', trace }, [])
    over()
  }

  function slice(way: ReturnType<Rewind['open']>): void {
    if (way !== going) return
    const begun = around.now()
    do {
      const next = ifSmall(() => way.next())
      if (!next.ok) return answer(next)
      if (next.value.done) return answer({ ok: true, value: next.value.value })
    } while (around.now() - begun < SLICE_MS)
    around.soon(() => slice(way))
  }

  return {
    get isGoing() {
      return going !== null
    },
    begin(update, hasDiverged) {
      going = rewind.open(update, hasDiverged)
      slice(going)
    },
    cancel() {
      if (!going) return
      going.return(undefined as never)
      answer(refuse('cancelled', 'something else was asked for'))
    },
  }
}

/** Opens an update, unless it is too large for that. */
export function ifSmall<T>(open: () => T): Result<T> {
  try {
    return { ok: true, value: open() }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return refuse('invalidRequest', error.message)
  }
}

/** As `fail` in the contract, whose schemas a training thread does without. */
function refuse(code: ErrorCode, message: string): Result<never> {
  return { ok: false, error: { code, message, problems: [] } }
}
