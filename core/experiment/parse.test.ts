import { describe, expect, it } from 'vitest'
import { memoryNeedOf, parseExperiment } from './parse'
import { describeProblems } from './problemText'

const adding = { task: { name: 'adding' }, model: { cell: 'rnn' } }

function messageOf(input: unknown): string {
  const result = parseExperiment(input)
  return result.ok ? 'accepted' : describeProblems(result)
}

describe('parseExperiment', () => {
  it('fills in every field but the names of task and cell', () => {
    const result = parseExperiment(adding)
    expect(result.ok && result.value).toMatchObject({
      task: { name: 'adding', seqLen: 20 },
      model: { cell: 'rnn', hiddenSize: 32, init: 'orthogonal' },
      optimizer: { name: 'adam', lr: 0.005 },
      clip: { mode: 'norm', threshold: 1 },
      train: { batch: 32, updates: 2000, seed: 0 },
    })
  })

  it.each([
    [0, 'model.hiddenSize is 0: expected a whole number from 1 to 1024'],
    [-1, 'model.hiddenSize is -1: expected a whole number from 1 to 1024'],
    [1e9, 'model.hiddenSize is 1000000000: expected a whole number from 1 to 1024'],
    [1.5, 'model.hiddenSize is 1.5: expected a whole number from 1 to 1024'],
    ['x', 'model.hiddenSize is "x": expected a whole number from 1 to 1024'],
    [null, 'model.hiddenSize is null: expected a whole number from 1 to 1024'],
  ])('refuses a hidden size of %j with path, value and expectation', (hiddenSize, message) => {
    expect(messageOf({ ...adding, model: { cell: 'rnn', hiddenSize } })).toBe(message)
  })

  it('refuses unknown fields by their full path', () => {
    expect(messageOf({ ...adding, train: { bacth: 3 } })).toBe('train.bacth is 3: there is no such field')
  })

  it('shows an unknown field whatever it is called, and its own value', () => {
    const key = `a.b\n\u001b[31m${'x'.repeat(20_000)}`
    const message = messageOf({ ...adding, [key]: 1 })
    expect(message).toMatch(/^a\.b\\n\\u001b\[31mx+…x+ is 1: there is no such field$/)
    expect(message.length).toBeLessThan(200)
  })

  it('tells of twenty problems and counts the rest', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field${i}`, i]))
    const message = messageOf({ ...adding, ...many, train: { ...many, batch: 0 } })
    expect(message.split('; ')).toHaveLength(21)
    expect(message).toMatch(/; and 981 more$/)
    expect(messageOf({ ...adding, ...many, train: { batch: 0 } })).toMatch(/; and 481 more$/)
  })

  it('looks at no more unknown fields than it tells of, however many there are', () => {
    const read = new Set<PropertyKey>()
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`field${i}`, i]))
    const train = new Proxy(many, {
      get(target, key) {
        if (key in target) read.add(key)
        return Reflect.get(target, key) as unknown
      },
    })
    expect(messageOf({ ...adding, train })).toMatch(/; and 19980 more$/)
    expect(read.size).toBe(20)
  })

  it('lets a document name its schema, and says so where that is no text', () => {
    expect(messageOf({ $schema: 'unroll.schema.json', ...adding })).toBe('accepted')
    expect(messageOf({ $schema: 3, ...adding })).toBe('$schema is 3: there is no such field')
  })

  it('names the choices where a word is not one of them', () => {
    expect(messageOf({ task: { name: 'adding' }, model: { cell: 'cnn' } })).toBe(
      'model.cell is "cnn": expected one of rnn, residual, gru, lstm',
    )
    expect(messageOf({ task: { name: 'sorting' }, model: { cell: 'rnn' } })).toContain(
      'task.name is "sorting": expected one of adding',
    )
  })

  it('says what is missing', () => {
    expect(messageOf({ task: { name: 'adding' } })).toBe('model is missing: expected an object with fields')
    expect(messageOf(null)).toBe('the experiment is null: expected an object with fields')
    expect(messageOf([])).toBe('the experiment is []: expected an object with fields')
  })

  it('reports every wrong field at once', () => {
    const result = parseExperiment({ ...adding, train: { batch: 0, seed: -1 }, clip: { threshold: -2 } })
    expect(result.ok ? [] : result.problems.map(({ path }) => path)).toEqual([
      'clip.threshold',
      'train.batch',
      'train.seed',
    ])
  })

  it('refuses an echo whose delay does not fit the sequence', () => {
    expect(messageOf({ task: { name: 'echo', seqLen: 5, delay: 5 }, model: { cell: 'rnn' } })).toBe(
      'task.delay is 5: expected less than task.seqLen (5)',
    )
  })

  it('refuses truncated BPTT of a bidirectional net, whose reverse half needs the future', () => {
    const model = { cell: 'gru', bidirectional: true }
    expect(messageOf({ ...adding, model, train: { tbptt: 5 } })).toBe(
      'model.bidirectional is true: expected false with truncated BPTT: the reverse direction would need the future',
    )
    expect(messageOf({ ...adding, model, train: { tbptt: 20 } })).toBe('accepted')
  })

  it('refuses a network that would not fit into memory, with its size', () => {
    const message = messageOf({
      task: { name: 'adding', seqLen: 1000 },
      model: { cell: 'lstm', hiddenSize: 1024, numLayers: 8 },
      train: { batch: 1024 },
    })
    expect(message).toMatch(
      /^model.hiddenSize is 1024: a run needs about 9\d\d GB, expected at most 4 GB; 8\d\d GB of it for the states of all steps; reduce train.batch or model.hiddenSize$/,
    )
  })

  it('refuses a network whose weights alone, with all their copies, would not fit', () => {
    const model = { cell: 'lstm', hiddenSize: 1024, numLayers: 8, bidirectional: true }
    const train = { batch: 1 }
    expect(messageOf({ task: { name: 'adding', seqLen: 2 }, model, train })).toMatch(
      /^model.hiddenSize is 1024: a run needs about 2[34] GB, expected at most 4 GB; 8.9 GB of it for weights, gradients and optimizer; reduce model.hiddenSize or model.numLayers$/,
    )
    const narrower = { ...model, hiddenSize: 512, numLayers: 4 }
    expect(messageOf({ task: { name: 'adding', seqLen: 2 }, model: narrower, train })).toBe('accepted')
  })

  it('tells how much memory a run takes, also where that is too much', () => {
    const model = { cell: 'lstm', hiddenSize: 1024, numLayers: 8 }
    expect(memoryNeedOf({ task: { name: 'adding' }, model, train: { batch: 1024 } })!.total).toBeGreaterThan(
      4e9,
    )
    expect(memoryNeedOf({ ...adding, model: { cell: 'gru', hiddenSize: 0 } })).toBe(null)
    const { total, ...parts } = memoryNeedOf(adding)!
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total)
    expect(total).toBeLessThan(400e6)
  })
})
