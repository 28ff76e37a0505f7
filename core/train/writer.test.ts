import { describe, expect, it } from 'vitest'
import { provideData } from '../data/table'
import { indexText } from '../data/text'
import type { ExperimentInput } from '../experiment/experiment'
import { complete, makeUpdates } from './trainer.testing'
import { createTrainer } from './trainer'
import { createWriter, type Writing } from './writer'

const RHYME = 'abcdefgh'
const data = 'a1'.repeat(32)
provideData({ kind: 'text', sha256: data, file: 'a.txt' }, indexText(RHYME.repeat(40)))

const input: ExperimentInput = {
  task: { name: 'text', source: 'file', file: 'a.txt', data, seqLen: 16, validation: 0 },
  model: { cell: 'gru', hiddenSize: 12 },
  optimizer: { lr: 0.02 },
  train: { batch: 4, updates: 200 },
}

function trained(updates: number, changes: Partial<ExperimentInput> = {}) {
  const trainer = createTrainer(complete({ ...input, ...changes }))
  makeUpdates(trainer, updates)
  return trainer
}

const plain: Writing = { length: 24, temperature: 1, topK: null, prompt: 'c', seed: 0 }
const learned = trained(150)

describe('a network that has learned a text by heart', () => {
  const writer = createWriter(learned)

  it('goes on with what is read to it', () => {
    expect(writer.write({ ...plain, temperature: 0 }).text).toBe('defghabc'.repeat(3))
    expect(writer.write({ ...plain, temperature: 0.3, prompt: 'efg' }).text.slice(0, 8)).toBe('habcdefg')
  })

  it('says how likely it held what it wrote', () => {
    const { probabilities } = writer.write({ ...plain, temperature: 0 })
    expect(probabilities).toHaveLength(24)
    expect(Math.min(...probabilities)).toBeGreaterThan(0.8)
  })

  it('was moved most by the character before', () => {
    const influence = [...writer.influence('abcdefg')].map(Math.abs)
    expect(influence).toHaveLength(6)
    expect(influence.indexOf(Math.max(...influence))).toBe(5)
  })

  it('writes nothing where nothing is asked for', () => {
    expect(writer.write({ ...plain, length: 0 }).text).toBe('')
    expect([...writer.influence('a')]).toEqual([])
  })
})

describe('writing', () => {
  const writer = createWriter(trained(3))

  it('is the same for a seed, and another for another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => writer.write({ ...plain, seed }).text)
    expect(one).toBe(same)
    expect(one).not.toBe(other)
  })

  it('takes of all but the likeliest nothing where only one may come', () => {
    const greedy = writer.write({ ...plain, temperature: 0 }).text
    expect(writer.write({ ...plain, topK: 1, temperature: 5 }).text).toBe(greedy)
  })

  it('becomes chance where the temperature is high', () => {
    const counts = new Map<string, number>()
    for (const c of writer.write({ ...plain, temperature: 1000, length: 800 }).text) {
      counts.set(c, (counts.get(c) ?? 0) + 1)
    }
    expect(Math.min(...counts.values())).toBeGreaterThan(60)
    expect(counts.size).toBe(8)
  })

  it('leaves the training as it is', () => {
    const [alone, beside] = [trained(5), trained(5)]
    const other = createWriter(beside)
    other.write(plain)
    other.influence('abc')
    expect(makeUpdates(beside, 5)).toEqual(makeUpdates(alone, 5))
  })

  it('derives the influence as central differences of the log probability do', () => {
    const text = 'abcde'
    const got = writer.influence(text)
    const { model } = learned
    expect(got).toHaveLength(4)
    // The same derivative, of a network with these weights, by changing each one-hot input a little.
    const trainer = trained(3)
    const logP = (t: number, by: number): number => {
      const size = trainer.task.shape.inputSize
      const batch = trainer.model.sizes.batch
      const read = new Float64Array(4 * batch * size)
      ;[...text.slice(0, 4)].forEach((c, i) => {
        for (let b = 0; b < batch; b++) read[(i * batch + b) * size + RHYME.indexOf(c)] = i === t ? 1 + by : 1
      })
      trainer.model.resetState()
      const scores = trainer.model.forward(read, Uint8Array.from([0, 0, 0, 1])).slice(0, size)
      const sum = [...scores].reduce((total, score) => total + Math.exp(score), 0)
      return scores[RHYME.indexOf('e')]! - Math.log(sum)
    }
    expect(model.spec.inputSize).toBe(8)
    for (let t = 0; t < 4; t++) {
      expect(got[t]).toBeCloseTo((logP(t, 1e-6) - logP(t, -1e-6)) / 2e-6, 7)
    }
  })

  it('is refused with a character that was never read, of a task without characters, and in two directions', () => {
    expect(() => writer.write({ ...plain, prompt: 'aZ' })).toThrow(
      'the prompt has "Z", expected characters of',
    )
    expect(() => createWriter(trained(0, { task: { name: 'parity' } }))).toThrow(
      'the task parity has no characters to write',
    )
    const task = { ...input.task, state: 'reset' } as ExperimentInput['task']
    const both = { cell: 'gru', hiddenSize: 3, bidirectional: true } as const
    expect(() => createWriter(trained(0, { task, model: both }))).toThrow(
      'a bidirectional network cannot write',
    )
  })
})
