import { describe, expect, it } from 'vitest'
import { keptViews } from '../../core/contract/views'
import { createObserver } from '../../core/diagnostics/observe'
import type { ExperimentInput } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import { historyBytes, observationBytes } from '../../core/experiment/viewsMemory'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { bytesOf, createDiagnosticsHistory } from './diagnosticsHistory'

const experiments: readonly [string, ExperimentInput][] = [
  ['an RNN', { task: { name: 'adding', seqLen: 20 }, model: { cell: 'rnn', hiddenSize: 8 } }],
  [
    'an RNN that is clipped at each time step',
    {
      task: { name: 'adding', seqLen: 400 },
      model: { cell: 'rnn', hiddenSize: 8 },
      clip: { mode: 'step', threshold: 1e-4 },
    },
  ],
  ['a GRU', { task: { name: 'adding', seqLen: 400 }, model: { cell: 'gru', hiddenSize: 8 } }],
  [
    'a bidirectional LSTM of eight layers',
    {
      task: { name: 'adding', seqLen: 100 },
      model: { cell: 'lstm', hiddenSize: 8, numLayers: 8, bidirectional: true },
    },
  ],
]

describe.each(experiments)('the history of %s', (_name, input) => {
  const experiment = experimentSchema.parse({ ...input, train: { batch: 2 } })
  const trainer = createTrainer(experiment)
  const observer = createObserver(trainer)
  observer.prepare()
  train(trainer).next()
  const observation = observer.observe(keptViews)

  it('has observations of the size that they are said to have, within a quarter', () => {
    expect(bytesOf(observation) / observationBytes(experiment)).toBeGreaterThan(0.75)
    expect(bytesOf(observation) / observationBytes(experiment)).toBeLessThan(1.25)
  })

  it('never takes more than it is said to, however long the run is and however much is recomputed', () => {
    const history = createDiagnosticsHistory()
    for (let update = 0; update < 4000; update++) {
      history.add({ ...observation, update })
      history.addRecomputed({ ...observation, update })
    }
    const kept = history.after(0).observations.reduce((sum, each) => sum + bytesOf(each), 0)
    expect(kept).toBeLessThan(1.25 * historyBytes(experiment))
    expect(kept).toBeGreaterThan(0.4 * historyBytes(experiment))
  })
})
