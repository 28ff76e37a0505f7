import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../contract/experiment'
import { createRewind } from './rewind'
import { complete } from './testing'
import { startTrace } from './trace'
import { train } from './train'
import { createTrainer } from './trainer'

const base: ExperimentInput = {
  task: { name: 'adding', seqLen: 8 },
  model: { cell: 'lstm', hiddenSize: 3 },
  train: { batch: 2, updates: 12 },
}

describe.each<[string, ExperimentInput]>([
  ['a run that made all its updates', base],
  ['one in float32', { ...base, train: { ...base.train, dtype: 'float32' } }],
  ['one with truncated BPTT', { ...base, train: { ...base.train, tbptt: 3 } }],
  ['one that carries its state on', { ...base, task: { name: 'echo' }, train: { ...base.train, tbptt: 4 } }],
  ['one that ended by its loss', { ...base, train: { ...base.train, stop: { loss: 0.2 } } }],
])('the newest update of %s', (_name, input) => {
  /** Trains with a note before the updates of these numbers, and a tuning after update 4. */
  function runWithNotes(...notes: number[]) {
    const trainer = createTrainer(complete(input))
    const rewind = createRewind(trainer)
    const updates = train(trainer)
    let traced = startTrace(trainer)
    let isTuned = false
    for (;;) {
      const { update } = trainer.progress
      if (isTuned || notes.includes(update)) rewind.note()
      isTuned = false
      const tracing = startTrace(trainer)
      if (updates.next().done) break
      traced = tracing
      if (update === 4) {
        trainer.tune({ lr: 0.05, clipThreshold: 0.5 })
        isTuned = true
      }
    }
    return { trainer, rewind, trace: traced.finish() }
  }

  it.each([[0], [0, 5, 9], [0, 11]])(
    'is the one that was made, with notes before %s, %s and %s',
    (...notes) => {
      const { trainer, rewind, trace } = runWithNotes(...notes)
      const left = [trainer.model.parameters.map(({ value }) => [...value]), trainer.stream.state()]
      const progress = { ...trainer.progress }
      const marks = [...trainer.marks]
      expect(rewind.traceNewest()).toEqual(trace)
      expect(rewind.traceNewest()).toEqual(trace)
      expect([trainer.model.parameters.map(({ value }) => [...value]), trainer.stream.state()]).toEqual(left)
      expect(trainer.progress).toEqual(progress)
      expect(trainer.marks).toEqual(marks)
    },
  )
})

describe('createRewind', () => {
  it('notes nothing of an update that is too large, and says so when asked', () => {
    const trainer = createTrainer(
      complete({
        task: { name: 'echo', seqLen: 200 },
        model: { cell: 'lstm', hiddenSize: 128 },
        train: { batch: 100 },
      }),
    )
    const rewind = createRewind(trainer)
    rewind.note()
    expect(() => rewind.traceNewest()).toThrow(/expected at most 16000000/)
  })
})
