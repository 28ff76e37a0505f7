import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import type { Sample } from '../contract/run'
import type { Trace } from '../contract/trace'
import type { Replayer } from './replayer'
import { createReplayer } from './replayer'
import { complete } from '../train/trainer.testing'
import { startTrace, traceFailed } from './trace'
import { train } from '../train/train'
import type { Trainer } from '../train/trainer'
import { createTrainer } from '../train/trainer'

const base: ExperimentInput = {
  task: { name: 'adding', seqLen: 8 },
  model: { cell: 'lstm', hiddenSize: 3 },
  train: { batch: 2, updates: 12 },
}
const explosive: ExperimentInput = {
  task: { name: 'adding', seqLen: 20 },
  model: { cell: 'residual', hiddenSize: 8 },
  optimizer: { name: 'sgd', lr: 0.1 },
  clip: { mode: 'none' },
}

/** Goes all the way; also says through how many updates. */
function recompute(replayer: Replayer, update: number, hasDiverged = false): { trace: Trace; way: number } {
  const steps = replayer.recompute(update, hasDiverged)
  for (let way = 0; ; way++) {
    const next = steps.next()
    if (next.done) return { trace: next.value, way }
  }
}

/** All of a run that an update may change, and all that it depends on. */
const stateOf = ({ model, optimizer, stream, progress, tuningEvents, sample }: Trainer) =>
  structuredClone({
    sample: sample(),
    parameters: model.parameters.map(({ value }) => [...value]),
    optimizer: optimizer.state(),
    stream: stream.state(),
    progress,
    tuningEvents,
  })

interface Plan {
  /** Updates before which a checkpoint is kept, besides 0. */
  readonly checkpoints?: readonly number[]
  /** Updates that are recomputed once so many were made. */
  readonly recomputed?: Readonly<Record<number, readonly number[]>>
  /** Whether each update is traced as it is made. */
  readonly isTraced?: boolean
}

/** Trains with two tunings on the way, one of them right after a checkpoint. */
function runThrough(
  input: ExperimentInput,
  { checkpoints = [], recomputed = {}, isTraced = false }: Plan = {},
) {
  const trainer = createTrainer(complete(input))
  const replayer = createReplayer(trainer)
  let seconds = 0
  const updates = train(trainer, { now: () => (seconds += 0.5) * 1000 })
  const losses: number[] = []
  const traces: Trace[] = []
  const seen: { update: number; trace: Trace }[] = []
  for (;;) {
    const { update } = trainer.progress
    if (update === 5) trainer.tune({ lr: 0.05, clipThreshold: 0.5 })
    if (update === 0 || checkpoints.includes(update)) replayer.keepCheckpoint()
    if (update === 8) trainer.tune({ lr: 0.02 })
    for (const wanted of recomputed[update] ?? [])
      seen.push({ update: wanted, trace: recompute(replayer, wanted).trace })
    const tracing = isTraced ? startTrace(trainer) : null
    const next = updates.next()
    if (next.done) return { trainer, replayer, losses, traces, seen, end: next.value }
    losses.push(next.value.loss)
    if (tracing) traces.push(tracing.finish())
  }
}

describe.each<[string, ExperimentInput]>([
  ['a run that makes all its updates', base],
  ['one in float32', { ...base, train: { ...base.train, dtype: 'float32' } }],
  ['one with truncated BPTT', { ...base, train: { ...base.train, tbptt: 3 } }],
  ['one that carries its state on', { ...base, task: { name: 'echo' }, train: { ...base.train, tbptt: 4 } }],
  [
    'one that carries its state on in float32',
    { ...base, task: { name: 'echo' }, train: { ...base.train, tbptt: 4, dtype: 'float32' } },
  ],
  ['one that is clipped inside the recurrence', { ...base, clip: { mode: 'step', threshold: 0.01 } }],
  ['one that ends by its loss', { ...base, train: { ...base.train, stop: { loss: 0.2 } } }],
  ['one that ends by its time', { ...base, train: { ...base.train, stop: { seconds: 4 } } }],
  ['one that diverges', explosive],
])('%s', (_name, input) => {
  const bare = runThrough(input, { isTraced: true })
  const all = [...bare.losses.keys()]

  it('recomputes every update as it was made, with the loss that it told, in any order', () => {
    const { trainer, replayer, losses } = runThrough(input, { checkpoints: [3, 5, 9] })
    const left = stateOf(trainer)
    for (const update of [...all, ...all.toReversed()]) {
      const { trace } = recompute(replayer, update)
      expect(trace).toEqual(bare.traces[update])
      expect(trace.output.loss).toBe(losses[update])
      expect(stateOf(trainer)).toEqual(left)
    }
  })

  it('goes on as if nothing had been recomputed', () => {
    const recomputed = Object.fromEntries(all.map((made) => [made, all.slice(0, made).toReversed()]))
    const { trainer, losses, seen, end } = runThrough(input, { checkpoints: [4, 8], recomputed })
    expect(losses).toEqual(bare.losses)
    expect(end).toEqual(bare.end)
    expect(stateOf(trainer)).toEqual(stateOf(bare.trainer))
    for (const { update, trace } of seen) expect(trace).toEqual(bare.traces[update])
  })

  it('shows the same samples as if nothing had been recomputed, also in the middle of a sequence', () => {
    const samplesOf = (isRecomputing: boolean): Sample[] => {
      const trainer = createTrainer(complete(input))
      const replayer = createReplayer(trainer)
      replayer.keepCheckpoint()
      const samples: Sample[] = []
      for (const { update } of train(trainer, { now: () => 0 })) {
        if (isRecomputing && update === 4) recompute(replayer, 2)
        samples.push(trainer.sample()!)
        if (update === 7) break
      }
      return samples
    }
    expect(samplesOf(true)).toEqual(samplesOf(false))
  })

  it('is as it was when a recomputation is cancelled', () => {
    const { trainer, replayer } = runThrough(input)
    const left = stateOf(trainer)
    const steps = replayer.recompute(all.at(-1)!)
    for (let updates = 0; updates < 2; updates++) steps.next()
    expect(stateOf(trainer)).not.toEqual(left)
    steps.return(undefined as never)
    expect(stateOf(trainer)).toEqual(left)
  })
})

describe('createReplayer', () => {
  it('starts from the nearest checkpoint, and from the update that was recomputed last', () => {
    const { replayer } = runThrough(base, { checkpoints: [6] })
    expect([4, 4, 5, 3, 6, 9, 9].map((update) => recompute(replayer, update).way)).toEqual([
      4, 0, 1, 3, 0, 3, 0,
    ])
  })

  it('recomputes the update in which the run diverged, at once and after others', () => {
    const { trainer, replayer, end } = runThrough(explosive)
    expect(end.status).toBe('diverged')
    const failed = traceFailed(trainer)
    expect(recompute(replayer, end.update, true)).toEqual({ trace: failed, way: 0 })
    recompute(replayer, 1)
    expect(recompute(replayer, end.update, true).trace).toEqual(failed)
    expect(recompute(replayer, end.update, true)).toEqual({ trace: failed, way: 0 })
  })

  it('says of an update that was not made that it was not', () => {
    const { replayer } = runThrough(base)
    expect(() => recompute(replayer, 12)).toThrow('update 12 was not made, expected one below 12')
    expect(() => recompute(createReplayer(createTrainer(complete(base))), 0)).toThrow(/expected one below 0/)
  })

  it('keeps no checkpoint of updates that are too large, and says so when asked', () => {
    const trainer = createTrainer(
      complete({
        task: { name: 'echo', seqLen: 200 },
        model: { cell: 'lstm', hiddenSize: 128 },
        train: { batch: 100 },
      }),
    )
    const replayer = createReplayer(trainer)
    replayer.keepCheckpoint()
    expect(() => recompute(replayer, 0)).toThrow(/expected at most 16000000/)
  })
})
