import type { NextStates } from '../../core/contract/inside'
import type { Reason } from '../../core/contract/reasons'
import { observeStates } from '../../core/diagnostics/observeStates'
import type { StoredRun } from '../store/runFolder'
import { trainerAt } from './trainerAt'

/**
 * States and gates of the first sequence that a run would see next, with the weights of its newest
 * checkpoint; null where no step of it is asked for.
 * @throws {StoreError} if there is no checkpoint that can be read.
 */
export async function nextStates(
  stored: StoredRun,
  tell: (what: Reason) => void,
): Promise<NextStates | null> {
  const trainer = await trainerAt(stored, undefined, tell)
  trainer.forward(trainer.nextWindow())
  const states = observeStates(trainer)
  return states && { update: trainer.progress.update, states }
}
