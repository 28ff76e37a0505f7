import type { RunState } from '../../core/contract/run'
import type { RunCommand } from './messages'
import type { Replay } from './replay'
import type { Lookout } from './diagnosticsScheduler'

/** What a run that has ended still answers. */
export interface Ending {
  /** Sends every view, once. */
  show(): void
  /** Sends the trace of the update that the run ended with. */
  inspectLast(): void
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

  function inspect(update: number): void {
    // The views are of the passes as training left them.
    show()
    replay.begin(update, hasDiverged)
  }

  return {
    show,
    inspectLast: () => inspect(last),
    receive(command) {
      if (command.type === 'inspectNext') inspect(last)
      if (command.type === 'inspectUpdate') inspect(command.update)
      if (command.type === 'watched' && command.watched) show()
    },
  }
}
