import type { ExperimentInput } from '../experiment/experiment'
import type { Trace } from '../contract/trace'
import { complete } from '../train/trainer.testing'
import { startTrace } from './trace'
import { train } from '../train/train'
import { createTrainer } from '../train/trainer'

/** The trace of an update after some others. */
export function traceOf(input: ExperimentInput, updatesBefore = 1): Trace {
  const trainer = createTrainer(complete(input))
  const updates = train(trainer)
  for (let u = 0; u < updatesBefore; u++) updates.next()
  const tracing = startTrace(trainer)
  updates.next()
  return tracing.finish()
}

type Model = ExperimentInput['model']
export const echo = { name: 'echo', seqLen: 6, delay: 2, alphabet: 3 } as const
/** An experiment of three units, two sequences. */
export const small = (model: Model, rest: Partial<ExperimentInput> = {}): ExperimentInput => ({
  task: echo,
  model: { hiddenSize: 3, init: 'pytorch', ...model },
  train: { batch: 2, updates: 10 },
  ...rest,
})
