import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import type { Checkpoint } from './checkpoint'
import { restoreCheckpoint, saveCheckpoint, sizeOfCheckpoint } from './checkpoint'
import { complete, makeUpdates } from './trainer.testing'
import { createTrainer } from './trainer'

const input: ExperimentInput = {
  task: { name: 'parity', seqLen: 6 },
  model: { cell: 'lstm', hiddenSize: 64 },
  train: { batch: 64, tbptt: 3, updates: 50 },
}

/** A trainer in the middle of a sequence, whose state is carried on. */
function inTheMiddle(changes: Partial<ExperimentInput> = {}) {
  const trainer = createTrainer(complete({ ...input, ...changes }))
  makeUpdates(trainer, 3)
  return trainer
}

const bytesOf = ({ parameters, optimizer, stream: { carried } }: Checkpoint): number =>
  [
    ...Object.values(parameters),
    ...Object.values(optimizer.buffers),
    ...(carried ? [carried.h, carried.c!] : []),
  ].reduce((sum, { byteLength }) => sum + byteLength, 0)

describe('a checkpoint', () => {
  it('does not change when training goes on', () => {
    const trainer = inTheMiddle()
    const checkpoint = saveCheckpoint(trainer)
    const then = structuredClone(checkpoint)
    makeUpdates(trainer, 2)
    expect(checkpoint).toEqual(then)
  })

  it.each(['sgd', 'momentum', 'adam'] as const)('takes about as many bytes as its size says: %s', (name) => {
    const trainer = inTheMiddle({ optimizer: { name } })
    const bytes = bytesOf(saveCheckpoint(trainer))
    const overhead = 1024 * trainer.model.parameters.length
    expect(sizeOfCheckpoint(trainer)).toBe(bytes + overhead)
  })

  it('is refused where a parameter is missing or has another length, before anything is changed', () => {
    const trainer = inTheMiddle()
    const before = saveCheckpoint(trainer)
    const others = Object.fromEntries(
      Object.entries(before.parameters).filter(([name]) => name !== 'head.bias'),
    )
    for (const [parameters, found] of [
      [others, 'no elements'],
      [{ ...others, 'head.bias': new Float64Array(5) }, '5 elements'],
    ] as const) {
      const wrong = { ...before, progress: { ...before.progress, update: 99 }, parameters }
      expect(() => restoreCheckpoint(trainer, wrong)).toThrow(`head.bias has ${found}, expected 2`)
    }
    expect(saveCheckpoint(trainer)).toEqual(before)
  })
})
