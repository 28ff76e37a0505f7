import type { Experiment } from '../../core/experiment/experiment'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'

/** After so many the first tier of compilation is done. */
const NUM_UPDATES = 8

/**
 * Makes a few updates that nobody sees, so that a thread's code is loaded and compiled before its run begins.
 * The run's numbers do not depend on it: everything that training reads is made anew for each trainer.
 */
export function warmUp(experiment: Experiment): void {
  const updates = train(createTrainer(experiment))
  for (let update = 0; update < NUM_UPDATES; update++) updates.next()
}
