import type { Result } from '../../core/contract/result'
import type { RunState } from '../../core/contract/run'
import type { RunCommand } from '../../core/contract/worker'
import type { Lookout } from './lookout'
import type { Surroundings, Trainable } from './session'

/** What a run that has ended still answers. A stopped one answers nothing: another run takes its place. */
export interface Ending {
  /** Sends every view, once. */
  show(): void
  /** Sends the trace of the update that the run ended with. */
  inspect(): void
  receive(command: RunCommand): void
}

export function createEnding(
  trainer: Trainable,
  lookout: Lookout,
  around: Surroundings,
  state: RunState,
): Ending {
  const isStopped = state.status === 'stopped'
  let isShown = isStopped

  function show(): void {
    if (!isShown) lookout.last(state.update, state.status === 'diverged' ? state.divergence : null)
    isShown = true
  }

  function inspect(): void {
    if (isStopped) return
    // The views are of the passes as training left them.
    show()
    const open = state.status === 'diverged' ? trainer.traceFailed : trainer.rewind.traceNewest
    around.post({ type: 'trace', trace: ifSmall(open) }, [])
  }

  return {
    show,
    inspect,
    receive(command) {
      if (command.type === 'inspect') inspect()
      if (command.type === 'watched' && command.watched) show()
    },
  }
}

/** Opens an update, unless it is too large for that. */
export function ifSmall<T>(open: () => T): Result<T> {
  try {
    return { ok: true, value: open() }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ok: false, error: { code: 'invalidRequest', message: error.message, problems: [] } }
  }
}
