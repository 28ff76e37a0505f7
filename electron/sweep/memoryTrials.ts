import type { Spawn } from './trainRun'
import { trainRun } from './trainRun'
import { createLossFigures } from './trialResult'
import type { TrialTrainer } from './trialTrainer'

/** Trains trials of which nothing is kept but their results. */
export function createMemoryTrials(spawn: Spawn): TrialTrainer {
  return {
    prepare: ({ id, experiment }) =>
      Promise.resolve({
        update: 0,
        begin: (progressed) =>
          trainRun(
            { id, experiment, update: 0, figures: createLossFigures(), recorder: null },
            spawn,
            progressed,
          ),
        discard: () => Promise.resolve(),
      }),
  }
}
