import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import type { Sample } from '../contract/run'
import type { Trace } from '../contract/trace'
import type { Rewind } from './replayer'
import { createRewind } from './replayer'
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
function open(rewind: Rewind, update: number, hasDiverged = false): { trace: Trace; way: number } {
  const going = rewind.open(update, hasDiverged)
  for (let way = 0; ; way++) {
    const next = going.next()
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
  /** Updates before which the run is noted, besides 0. */
  readonly notes?: readonly number[]
  /** Updates that are opened once so many were made. */
  readonly looks?: Readonly<Record<number, readonly number[]>>
  /** Whether each update is traced as it is made. */
  readonly isTraced?: boolean
}

/** Trains with two tunings on the way, one of them right after a note. */
function runThrough(input: ExperimentInput, { notes = [], looks = {}, isTraced = false }: Plan = {}) {
  const trainer = createTrainer(complete(input))
  const rewind = createRewind(trainer)
  let seconds = 0
  const updates = train(trainer, { now: () => (seconds += 0.5) * 1000 })
  const losses: number[] = []
  const traces: Trace[] = []
  const seen: { update: number; trace: Trace }[] = []
  for (;;) {
    const { update } = trainer.progress
    if (update === 5) trainer.tune({ lr: 0.05, clipThreshold: 0.5 })
    if (update === 0 || notes.includes(update)) rewind.note()
    if (update === 8) trainer.tune({ lr: 0.02 })
    for (const wanted of looks[update] ?? []) seen.push({ update: wanted, trace: open(rewind, wanted).trace })
    const tracing = isTraced ? startTrace(trainer) : null
    const next = updates.next()
    if (next.done) return { trainer, rewind, losses, traces, seen, end: next.value }
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

  it('opens every update as it was made, with the loss that it told, in any order', () => {
    const { trainer, rewind, losses } = runThrough(input, { notes: [3, 5, 9] })
    const left = stateOf(trainer)
    for (const update of [...all, ...all.toReversed()]) {
      const { trace } = open(rewind, update)
      expect(trace).toEqual(bare.traces[update])
      expect(trace.output.loss).toBe(losses[update])
      expect(stateOf(trainer)).toEqual(left)
    }
  })

  it('goes on as if nobody had looked', () => {
    const looks = Object.fromEntries(all.map((made) => [made, all.slice(0, made).toReversed()]))
    const { trainer, losses, seen, end } = runThrough(input, { notes: [4, 8], looks })
    expect(losses).toEqual(bare.losses)
    expect(end).toEqual(bare.end)
    expect(stateOf(trainer)).toEqual(stateOf(bare.trainer))
    for (const { update, trace } of seen) expect(trace).toEqual(bare.traces[update])
  })

  it('shows the same samples as if nobody had looked, also in the middle of a sequence', () => {
    const samplesOf = (isLooking: boolean): Sample[] => {
      const trainer = createTrainer(complete(input))
      const rewind = createRewind(trainer)
      rewind.note()
      const samples: Sample[] = []
      for (const { update } of train(trainer, { now: () => 0 })) {
        if (isLooking && update === 4) open(rewind, 2)
        samples.push(trainer.sample()!)
        if (update === 7) break
      }
      return samples
    }
    expect(samplesOf(true)).toEqual(samplesOf(false))
  })

  it('is as it was when nobody waits any more', () => {
    const { trainer, rewind } = runThrough(input)
    const left = stateOf(trainer)
    const going = rewind.open(all.at(-1)!)
    for (let updates = 0; updates < 2; updates++) going.next()
    expect(stateOf(trainer)).not.toEqual(left)
    going.return(undefined as never)
    expect(stateOf(trainer)).toEqual(left)
  })
})

describe('createRewind', () => {
  it('goes on from the nearest note, and from the update that was opened last', () => {
    const { rewind } = runThrough(base, { notes: [6] })
    expect([4, 4, 5, 3, 6, 9, 9].map((update) => open(rewind, update).way)).toEqual([4, 0, 1, 3, 0, 3, 0])
  })

  it('opens the update in which the run diverged, at once and after others', () => {
    const { trainer, rewind, end } = runThrough(explosive)
    expect(end.status).toBe('diverged')
    const failed = traceFailed(trainer)
    expect(open(rewind, end.update, true)).toEqual({ trace: failed, way: 0 })
    open(rewind, 1)
    expect(open(rewind, end.update, true).trace).toEqual(failed)
    expect(open(rewind, end.update, true)).toEqual({ trace: failed, way: 0 })
  })

  it('says of an update that was not made that it was not', () => {
    const { rewind } = runThrough(base)
    expect(() => open(rewind, 12)).toThrow('update 12 was not made, expected one below 12')
    expect(() => open(createRewind(createTrainer(complete(base))), 0)).toThrow(/expected one below 0/)
  })

  it('notes nothing of updates that are too large, and says so when asked', () => {
    const trainer = createTrainer(
      complete({
        task: { name: 'echo', seqLen: 200 },
        model: { cell: 'lstm', hiddenSize: 128 },
        train: { batch: 100 },
      }),
    )
    const rewind = createRewind(trainer)
    rewind.note()
    expect(() => open(rewind, 0)).toThrow(/expected at most 16000000/)
  })
})
