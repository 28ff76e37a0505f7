import type { EventName } from '../../core/contract/channels'
import type { EventOf } from '../../core/contract/ipc'

/**
 * Which runs train, as far as the events say. What comes of one that does not may be the last that comes of
 * it.
 */
export interface TrainingRuns {
  take(name: EventName, payload: unknown): void
  /** Whether an event tells of a run, and of one that does not train. */
  isOfOther(payload: unknown): boolean
}

export function createTrainingRuns(): TrainingRuns {
  const training = new Set<string>()
  return {
    take(name, payload) {
      if (name !== 'run:changed') return
      const { runId, state } = payload as EventOf<'run:changed'>
      if (state.status === 'running') training.add(runId)
      else training.delete(runId)
    },
    isOfOther(payload) {
      const { runId } = payload as { readonly runId?: string }
      return runId !== undefined && !training.has(runId)
    },
  }
}
