import { describe, expect, it } from 'vitest'
import type { Observation } from '../../core/contract/observation'
import { keptViews } from '../../core/contract/views'
import type { ExperimentInput } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import type { Environment } from './environment'
import { createInspector } from './inspector'
import type { WorkerReport } from './messages'
import { createTraining } from './training'

const base: ExperimentInput = {
  task: { name: 'adding', seqLen: 12 },
  model: { cell: 'lstm', hiddenSize: 4, numLayers: 2, bidirectional: true },
  train: { batch: 3, updates: 14, threads: 1 },
}

/** A thread's environment that defers nothing, whose clock passes a checkpoint's time every few looks. */
function createEnvironment(): { env: Environment; recomputed: Observation[] } {
  const recomputed: Observation[] = []
  let now = 0
  const post = (report: WorkerReport): void => {
    if (report.type === 'recomputed') recomputed.push(report.observation)
  }
  return {
    env: { now: () => (now += 60), defer: (act) => act(), setTimer: () => () => undefined, post },
    recomputed,
  }
}

describe.each<[string, ExperimentInput]>([
  ['a run', base],
  ['one in float32', { ...base, train: { ...base.train, dtype: 'float32' } }],
  [
    'one with gates of a GRU, clipped by value',
    { ...base, model: { cell: 'gru', hiddenSize: 5 }, clip: { mode: 'value', threshold: 0.01 } },
  ],
  [
    'one with truncated BPTT',
    { ...base, model: { cell: 'lstm', hiddenSize: 4 }, train: { ...base.train, tbptt: 5 } },
  ],
  [
    'one that carries its state on',
    {
      ...base,
      task: { name: 'echo' },
      model: { cell: 'rnn', hiddenSize: 4 },
      train: { ...base.train, tbptt: 4 },
    },
  ],
  ['one that is clipped inside the recurrence', { ...base, clip: { mode: 'step', threshold: 0.01 } }],
  [
    'one that diverges',
    {
      task: { name: 'adding', seqLen: 20 },
      model: { cell: 'residual', hiddenSize: 8 },
      optimizer: { name: 'sgd', lr: 0.1 },
      clip: { mode: 'none' },
      train: { threads: 1 },
    },
  ],
])('what is observed of recomputed updates of %s', (_name, input) => {
  it('is what was to be observed when they were made, bit by bit, and the run goes on as it was', () => {
    const { env, recomputed } = createEnvironment()
    const training = createTraining({ experiment: experimentSchema.parse(input) }, env)
    const inspector = createInspector(training, env)
    const seen: Observation[] = []
    const losses: number[] = []
    function make(count: number): boolean {
      for (let i = 0; i < count; i++) {
        inspector.beforeUpdates(env.now())
        training.observer.prepare()
        const next = training.updates.next()
        if (next.done) return false
        losses.push(next.value.loss)
        seen.push(training.observer.observe(keptViews))
      }
      return true
    }
    make(6)
    training.tune({ lr: 0.02 })
    const isGoing = make(3)
    const updates = seen.map(({ update }) => update)
    let told: unknown = null
    inspector.observe({ updates, views: keptViews }, 1e-3).begin((result) => (told = result))
    expect(told).toEqual({ ok: true, value: updates })
    const standingAlone = recomputed.map((observation) => ({
      ...observation,
      histograms: { ...observation.histograms!, since: observation.update },
    }))
    expect(standingAlone).toEqual(seen)
    const hasUnclipped = seen.every(({ flow }) => flow!.layers.every(({ unclipped }) => unclipped))
    expect(hasUnclipped).toBe(input.clip?.mode === 'step')

    if (isGoing) make(3)
    const bare = createTraining({ experiment: experimentSchema.parse(input) }, env)
    for (let update = 0; update < losses.length; update++) {
      if (update === 6) bare.tune({ lr: 0.02 })
      expect((bare.updates.next().value as { loss: number }).loss).toBe(losses[update])
    }
  })
})

it('is over after the time that is allowed, with what was observed by then', () => {
  const { env, recomputed } = createEnvironment()
  const slow = { ...env, now: () => 40 * recomputed.length }
  const training = createTraining({ experiment: experimentSchema.parse(base) }, slow)
  const inspector = createInspector(training, slow)
  inspector.beforeUpdates(0)
  for (let i = 0; i < 9; i++) training.updates.next()
  let told: unknown = null
  const wanted = { updates: [1, 3, 5, 7], views: keptViews, withinMs: 60 }
  inspector.observe(wanted, 1e-3).begin((result) => (told = result))
  expect(told).toEqual({ ok: true, value: [1, 3] })
  expect(recomputed.map(({ update }) => update)).toEqual([1, 3])
})
