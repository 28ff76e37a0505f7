import type { Experiment, ExperimentInput } from '../experiment/experiment'
import { experimentSchema } from '../experiment/schema'
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

/** Makes at most so many updates and returns their records; tunes by `tunings[u]` after update u. */
export function makeUpdates(
  trainer: Trainer,
  count: number,
  tunings: Readonly<Record<number, Tuning>> = {},
): UpdateRecord[] {
  const updates = train(trainer)
  const records: UpdateRecord[] = []
  while (records.length < count) {
    const { value, done } = updates.next()
    if (done) break
    records.push(value)
    trainer.tune(tunings[value.update] ?? {})
  }
  return records
}

/** Trains to the end; tunes by `tunings[u]` after update u. */
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
    trainer.tune(tunings[result.value.update] ?? {})
    result = updates.next()
  }
  return { trainer, records, end: result.value }
}
