import type { RunState } from '../../core/contract/run'
import type { RunCommand } from './messages'
import type { Replay } from './replay'
import type { Lookout } from './diagnosticsScheduler'

/** What a run that has ended still answers. */
export interface Ending {
  /** Sends every view, once. */
  show(): void
  /** Sends the trace of an update; without a number, of the one that the run ended with. */
  inspect(update: number | null): void
  receive(command: RunCommand): void
}

export function createEnding(lookout: Lookout, replay: Replay, state: RunState): Ending {
  const hasDiverged = state.status === 'diverged'
  const last = hasDiverged ? state.update : Math.max(0, state.update - 1)
  let isShown = false

  function show(): void {
    if (!isShown) lookout.last(state.update, hasDiverged ? state.divergence : null)
    isShown = true
  }

  function inspect(update: number | null): void {
    // The views are of the passes as training left them.
    show()
    replay.begin(update ?? last, hasDiverged)
  }

  return {
    show,
    inspect,
    receive(command) {
      if (command.type === 'inspect') inspect(command.update)
      if (command.type === 'watched' && command.watched) show()
    },
  }
}
