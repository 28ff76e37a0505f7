import { describe, expect, it } from 'vitest'
import { provideData } from '../data/table'
import { indexText } from '../data/text'
import type { ExperimentInput } from '../experiment/experiment'
import { complete, makeUpdates } from './trainer.testing'
import { createTrainer } from './trainer'
import type { Writing } from '../contract/outputs'
import { createWriter } from './writer'

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
    const reach = 4
    const { influence } = writer.trace({ ...plain, temperature: 0 }, reach)
    for (let i = reach; i < 24; i++) {
      const ofOne = [...influence.subarray(i * reach, (i + 1) * reach)].map(Math.abs)
      expect(ofOne.indexOf(Math.max(...ofOne))).toBe(0)
    }
  })

  it('writes nothing where nothing is asked for', () => {
    expect(writer.write({ ...plain, length: 0 }).text).toBe('')
    expect([...writer.trace({ ...plain, length: 0 }, 3).influence]).toEqual([])
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
    other.trace(plain, 3)
    expect(makeUpdates(beside, 5)).toEqual(makeUpdates(alone, 5))
  })

  it.each([
    ['', {}],
    [
      ' of an LSTM with learned vectors and a learned state',
      { cell: 'lstm', embeddingSize: 3, learnInitialState: true },
    ],
    [' through layers', { numLayers: 2 }],
  ] as const)('derives the influence as central differences of the log probability do%s', (_, model) => {
    const trainer = trained(3, { model: { ...input.model, ...model } })
    const [reach, prompt] = [3, 'ab']
    const { text, influence } = createWriter(trainer).trace({ ...plain, prompt, length: 20 }, reach)
    const all = [...`${prompt}${text}`].map((c) => RHYME.indexOf(c))
    // Of a network with these weights that reads all of it, by changing each one-hot input a little.
    const { batch, seqLen } = trainer.model.sizes
    const size = RHYME.length
    const logP = (said: number, at: number, by: number): number => {
      const read = new Float64Array(seqLen * batch * size)
      for (let i = 0; i < said; i++) {
        for (let b = 0; b < batch; b++) read[(i * batch + b) * size + all[i]!] = i === at ? 1 + by : 1
      }
      const asked = new Uint8Array(said)
      asked[said - 1] = 1
      trainer.model.resetState()
      const scores = [...trainer.model.forward(read, asked).subarray(0, size)]
      return scores[all[said]!]! - Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0))
    }
    for (const said of [2, 3, 4, 9, 15]) {
      for (let back = 0; back < reach; back++) {
        const at = said - 1 - back
        const got = influence[(said - prompt.length) * reach + back]
        const expected = at < 0 ? 0 : (logP(said, at, 1e-6) - logP(said, at, -1e-6)) / 2e-6
        expect(got).toBeCloseTo(expected, 7)
      }
    }
  })

  it('is refused with a character that was never read, of a task without characters, and in two directions', () => {
    expect(() => writer.write({ ...plain, prompt: 'aZ' })).toThrow(
      'the prompt has "Z", expected characters or symbols',
    )
    expect(() => createWriter(trained(0, { task: { name: 'parity' } }))).toThrow(
      'the task parity has nothing to write',
    )
    const task = { ...input.task, state: 'reset' } as ExperimentInput['task']
    const both = { cell: 'gru', hiddenSize: 3, bidirectional: true } as const
    expect(() => createWriter(trained(0, { task, model: both }))).toThrow(
      'a bidirectional network cannot write',
    )
  })
})
