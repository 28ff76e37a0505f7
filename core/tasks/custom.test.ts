import { describe, expect, it } from 'vitest'
import { provideData } from '../data/table'
import type { OwnGrammar, OwnSequences, OwnTask } from '../data/task'
import { createRandom } from '../math/random'
import { createBatch } from '../train/createBatch'
import { bindTask, isOpen, settingsAtLength, supplyOf } from './bind'
import { taskNamed } from './registry'
import { settingsOf } from './settings.testing'

let numTasks = 0

/** The settings of a task of a person's own. */
function settingsFor(task: OwnTask, seqLen: number | null = null) {
  const data = (++numTasks).toString(16).padStart(64, '0')
  provideData({ kind: 'task', sha256: data, file: 't.json' }, task)
  return settingsOf('custom', { source: 'file', file: 't.json', data, seqLen })
}

const shared = { kind: 'task', title: null, note: null, isOfSymbols: true } as const

/** Strings of x and, as often as not, more x, until y. */
const grammar: OwnGrammar = {
  kind: 'grammar',
  states: ['begin', 'more', 'end'],
  ways: [
    [{ symbol: 0, to: 1, probability: 1 }],
    [
      { symbol: 0, to: 1, probability: 0.75 },
      { symbol: 1, to: 2, probability: 0.25 },
    ],
    [{ symbol: 0, to: 1, probability: 1 }],
  ],
  answers: null,
}
const written = (at: OwnTask['at']): OwnTask => ({
  ...{ ...shared, target: 'next', at, seqLen: 6, inputs: ['x', 'y'], outputs: ['x', 'y'], source: grammar },
})

function listed(source: Partial<OwnSequences>, more: Partial<OwnTask> = {}): OwnTask {
  const count = source.targets?.length ?? 1
  return {
    ...{ ...shared, target: 'answer', at: 'end', seqLen: 2, inputs: ['0', '1'], outputs: ['0', '1'] },
    source: {
      ...{ kind: 'sequences', count, probabilities: new Float64Array(count).fill(1 / count) },
      ...{ inputs: new Float64Array(), targets: new Float64Array(), heldOut: new Uint8Array(count) },
      ...source,
    },
    ...more,
  }
}
const xor = {
  inputs: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1),
  targets: Float64Array.of(0, 1, 1, 0),
}

const BATCH = 4000
function drawn(settings: ReturnType<typeof settingsFor>, split: 'train' | 'validation' = 'train') {
  const task = bindTask(settings)
  const batch = createBatch(task.shape, task.numSupervised, task.loss, BATCH, 'float64')
  task.generate(createRandom(1), batch, { split, batches: 0 })
  const { seqLen, inputSize } = task.shape
  const sequence = (b: number) =>
    Float64Array.from(
      { length: seqLen * inputSize },
      (_, i) => batch.input[(Math.floor(i / inputSize) * BATCH + b) * inputSize + (i % inputSize)],
    )
  return { task, batch, sequence }
}

describe('the task that comes along', () => {
  it('reads bits, and asks at each step for the remainder by three', () => {
    const { task, batch, sequence } = drawn(settingsOf('custom'))
    const bits = sequence(5)
    let value = 0
    for (let t = 0; t < task.shape.seqLen; t++) {
      value = (2 * value + bits[2 * t + 1]) % 3
      expect(batch.classes[t * BATCH + 5]).toBe(value)
    }
    expect([0, 1, 2].map((index) => taskNamed('custom').classSymbol!(task.settings, index))).toEqual([
      'r0',
      'r1',
      'r2',
    ])
    expect(task.floor).toBe(0)
  })
})

describe('a grammar of a person’s own', () => {
  it.each(['each', 'end'] as const)(
    'has the losses of who guesses by shares and of who knows the state, %s',
    (at) => {
      const { task, batch } = drawn(settingsFor(written(at), 5))
      const share = batch.classes.reduce((sum, symbol) => sum + symbol, 0) / batch.classes.length
      const entropy = -(share * Math.log(share) + (1 - share) * Math.log(1 - share))
      expect(task.baseline).toBeCloseTo(entropy, 1)
      const chance = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25))
      // A symbol is a choice where the one before it was an x, which the share of y says how often it was.
      expect(task.floor).toBeLessThan(task.baseline)
      expect(task.floor).toBeCloseTo(4 * share * chance, 1)
    },
  )

  it('is asked after the last step alone, where it says so', () => {
    const { task } = drawn(settingsFor(written('end'), 5))
    expect([...task.supervised]).toEqual([0, 0, 0, 0, 1])
  })

  it('writes nothing but what can come', () => {
    const { task, batch, sequence } = drawn(settingsFor(written('each')))
    for (let b = 0; b < 50; b++) {
      const legal = task.legal!(sequence(b))
      legal.forEach((classes, t) => expect(classes).toContain(batch.classes[t * BATCH + b]))
    }
  })

  it('is tested on longer sequences, and makes all of them anew', () => {
    const settings = settingsFor(written('each'))
    expect(settingsAtLength(settings, 24)).toEqual({ ...settings, seqLen: 24 })
    expect(supplyOf(settings)).toBe('fresh')
  })

  it('with answers asks for one that is right alone', () => {
    const source = { ...grammar, answers: [0, 0, 1] }
    const settings = settingsFor({ ...written('end'), target: 'answer', source })
    expect([isOpen(settings), bindTask(settings).legal]).toEqual([false, null])
    const { batch, sequence } = drawn(settings)
    for (let b = 0; b < 50; b++) expect(batch.classes[b]).toBe(sequence(b)[2 * 5 + 1])
  })
})

describe('sequences that a person lists', () => {
  it('are drawn by their weights', () => {
    const { batch } = drawn(
      settingsFor(listed({ ...xor, probabilities: Float64Array.of(0.1, 0.1, 0.1, 0.7) })),
    )
    const share = batch.classes.reduce((sum, answer) => sum + answer, 0) / BATCH
    expect(share).toBeCloseTo(0.2, 1)
  })

  it('have as baseline the entropy of the answers, and nothing left to chance where the answer follows', () => {
    const { task } = drawn(settingsFor(listed(xor)))
    expect(task.baseline).toBeCloseTo(Math.log(2), 14)
    expect(task.floor).toBe(0)
  })

  it('leave to chance what differs after the same beginning', () => {
    const task = listed({ inputs: Float64Array.of(0, 0, 0, 0, 1, 1), targets: Float64Array.of(0, 1, 1) })
    const { floor, baseline } = bindTask(settingsFor(task))
    expect(floor).toBeCloseTo((2 / 3) * Math.log(2), 14)
    expect(baseline).toBeCloseTo(Math.log(3) - (2 / 3) * Math.log(2), 14)
  })

  it('are rows of numbers, whose baseline is the variance of what is asked for', () => {
    const source = { inputs: Float64Array.of(1, 2, 3, 4), targets: Float64Array.of(5, 9) }
    const task = listed(source, { isOfSymbols: false, inputs: ['x'], outputs: ['y'] })
    const { task: bound, batch } = drawn(settingsFor(task))
    expect([bound.loss, bound.baseline, bound.floor]).toEqual(['mse', 4, 0])
    for (let b = 0; b < 20; b++) expect(batch.values[b]).toBe(batch.input[b] === 1 ? 5 : 9)
  })

  it('are never trained on where they are held out, nor the others held out', () => {
    const source = { ...xor, heldOut: Uint8Array.of(0, 0, 1, 0) }
    const settings = settingsFor(listed(source))
    expect(supplyOf(settings)).toBe('parted')
    const seen = (split: 'train' | 'validation') => {
      const { sequence } = drawn(settings, split)
      return new Set(Array.from({ length: 200 }, (_, b) => `${sequence(b)[1]}${sequence(b)[3]}`))
    }
    expect(seen('train')).toEqual(new Set(['00', '01', '11']))
    expect(seen('validation')).toEqual(new Set(['10']))
    expect(supplyOf(settingsFor(listed(xor)))).toBe('whole')
  })

  it('have one length', () => {
    expect(settingsAtLength(settingsFor(listed(xor)), 4)).toBeNull()
  })
})

describe('what is wrong with a task of a person’s own', () => {
  const problems = (...given: Parameters<typeof settingsFor>) =>
    taskNamed('custom').problems!(settingsFor(...given))

  it('is a length that listed sequences do not have', () => {
    expect(problems(listed(xor), 2)).toEqual([])
    expect(problems(listed(xor), 3)).toEqual([
      { setting: 'seqLen', code: 'listedLength', params: { limit: 2 } },
    ])
    expect(problems(written('each'), 3)).toEqual([])
  })

  it('is that all answers which are trained on are the same', () => {
    const source = { ...xor, heldOut: Uint8Array.of(0, 1, 1, 0) }
    expect(problems(listed(source))).toEqual([{ setting: 'file', code: 'sameAnswer', params: {} }])
  })

  it('is that no file is named', () => {
    const settings = settingsOf('custom', { source: 'file' })
    expect(taskNamed('custom').problems!(settings)).toEqual([
      { setting: 'file', code: 'noFile', params: { option: '--task-file' } },
    ])
  })
})
