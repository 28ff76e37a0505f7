import type { ExperimentInput } from '../../experiment/experiment'
import { experimentSchema } from '../../experiment/schema'
import { cellNames } from '../../kinds/cells'
import type { Dtype } from '../../math/floats'
import { resumeFrom, writeCheckpoint } from '../../train/checkpointFile'
import { train } from '../../train/train'
import type { Trainer } from '../../train/trainer'
import { createTrainer } from '../../train/trainer'
import { createTally, type Tallied } from './tally'

const dtypes: readonly Dtype[] = ['float64', 'float32']

const small = (model: ExperimentInput['model'], dtype: Dtype): ExperimentInput => ({
  task: { name: 'echo', seqLen: 8, delay: 2 },
  model: { hiddenSize: 6, ...model },
  train: { batch: 4, updates: 12, seed: 5, dtype },
})

const trainerOf = (input: ExperimentInput): Trainer => createTrainer(experimentSchema.parse(input))

/** The losses of so many updates, and their gradients' norms. */
export function makeUpdates(trainer: Trainer, count: number): number[] {
  const updates = train(trainer)
  const numbers: number[] = []
  for (let u = 0; u < count; u++) {
    const { value, done } = updates.next()
    if (done) break
    numbers.push(value.loss, value.gradNorm)
  }
  return numbers
}

/** The first losses of an experiment, as they have been on every machine so far. */
const known: Readonly<Record<Dtype, readonly number[]>> = {
  float64: [0.675403356598202, 0.6820686226165767, 0.6532607712966276],
  float32: [0.675403350285142, 0.6820686284129929, 0.6532607718508046],
}

/** The same experiment and seed give the same bits here as elsewhere. */
export function testKnownLosses(): Tallied {
  const tally = createTally()
  for (const dtype of dtypes) {
    const numbers = makeUpdates(trainerOf(small({ cell: 'gru' }, dtype)), known[dtype].length)
    const losses = numbers.filter((_, i) => i % 2 === 0)
    tally.bits(`${dtype} losses`, losses, known[dtype])
  }
  return tally.result()
}

/** A run that goes on from a checkpoint's file makes the updates that it would have made. */
export function testResume(): Tallied {
  const tally = createTally()
  for (const dtype of dtypes) {
    for (const cell of cellNames) {
      const input = small({ cell }, dtype)
      const whole = trainerOf(input)
      makeUpdates(whole, 5)
      const file = writeCheckpoint(whole)
      const resumed = trainerOf(input)
      resumeFrom(resumed, file)
      const what = `${cell} ${dtype}`
      tally.bits(`${what} losses`, makeUpdates(resumed, 7), makeUpdates(whole, 7))
      whole.model.parameters.forEach(({ name, value }, p) =>
        tally.bits(`${what} ${name}`, resumed.model.parameters[p].value, value),
      )
    }
  }
  return tally.result()
}
