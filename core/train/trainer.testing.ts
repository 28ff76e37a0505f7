import type { Experiment, ExperimentInput } from '../experiment/experiment'
import { experimentSchema } from '../experiment/experiment'
import type { Tuning } from '../contract/run'
import type { EndRecord, TrainOptions, UpdateRecord } from './train'
import { train } from './train'
import type { Trainer } from './trainer'
import { createTrainer } from './trainer'

/** What a whole run left behind. */
export interface Run {
  readonly trainer: Trainer
  readonly records: readonly UpdateRecord[]
  readonly end: EndRecord
}

/** An experiment with every default filled in. */
export function complete(input: ExperimentInput): Experiment {
  return experimentSchema.parse(input)
}

/** Trains to the end. `tunings[u]` is handed over after update u. */
export function runToEnd(
  input: ExperimentInput | Trainer,
  options: TrainOptions = {},
  tunings: Readonly<Record<number, Tuning>> = {},
): Run {
  const trainer = 'model' in input && 'forward' in input ? input : createTrainer(complete(input))
  const updates = train(trainer, options)
  const records: UpdateRecord[] = []
  let result = updates.next()
  while (!result.done) {
    records.push(result.value)
    result = updates.next(tunings[result.value.update])
  }
  return { trainer, records, end: result.value }
}
