import { createTally, type Tallied } from '../../core/check/selfTest/tally'
import { makeUpdates } from '../../core/check/selfTest/training'
import { experimentSchema } from '../../core/experiment/schema'
import { helpedCommands, shareWork, stopHelpers } from '../../core/kernels/simd/threads'
import type { Dtype } from '../../core/math/floats'
import { createTrainer } from '../../core/train/trainer'
import { startHelpers } from '../worker/helpers'

/** Large enough that two threads share the work. */
const experiment = (dtype: Dtype) =>
  experimentSchema.parse({
    task: { name: 'echo', seqLen: 7, delay: 2 },
    model: { cell: 'gru', hiddenSize: 66 },
    train: { batch: 36, updates: 100_000, dtype, threads: 1 },
  })

const NUM_UPDATES = 6
/** On a busy machine a helper has to wait for its turn; one that has had none after so long does not come. */
const PATIENCE_MS = 10_000

/** Two threads train to the bits that one trains to: in rounds, until the second had a part in one. */
export function testThreads(): Tallied {
  const tally = createTally()
  for (const dtype of ['float64', 'float32'] as const) {
    const [alone, together] = [createTrainer(experiment(dtype)), createTrainer(experiment(dtype))]
    try {
      startHelpers(dtype, 2)
      const begun = performance.now()
      let hasHelped = false
      while (!hasHelped && performance.now() - begun < PATIENCE_MS) {
        shareWork(false)
        const want = makeUpdates(alone, NUM_UPDATES)
        shareWork(true)
        const before = helpedCommands()
        tally.bits(`${dtype} losses and norms`, makeUpdates(together, NUM_UPDATES), want)
        hasHelped = helpedCommands() > before
      }
      tally.holds(`${dtype}: the second thread took no part`, hasHelped)
    } finally {
      stopHelpers()
    }
  }
  return tally.result()
}
