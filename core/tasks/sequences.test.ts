import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random'
import { bindTask } from './bind'
import { settingsOf } from './settings.testing'
import { createBatch } from '../train/createBatch'
import type { BoundTask } from './bind'
import type { TaskSettings } from './registry'
import type { TaskBatch } from './task'
import { mackeyGlassSeries } from './mackeyGlassSeries'

const BATCH = 200

function draw(task: BoundTask) {
  const { seqLen, inputSize, outputSize } = task.shape
  const batch = createBatch(task.shape, task.numSupervised, task.loss, BATCH, 'float64')
  task.generate(createRandom(12), batch)
  const times = Array.from({ length: seqLen }, (_, t) => t)
  const rows = Array.from({ length: task.numSupervised }, (_, s) => s)
  return Array.from({ length: BATCH }, (_, b) => ({
    input: times.map((t) => {
      const offset = (t * BATCH + b) * inputSize
      return [...batch.input.subarray(offset, offset + inputSize)]
    }),
    classes: batch.classes.length > 0 ? rows.map((s) => batch.classes[s * BATCH + b]) : [],
    values: batch.values.length > 0 ? rows.map((s) => batch.values[(s * BATCH + b) * outputSize]) : [],
  }))
}

function symbolOf(oneHot: number[]): number {
  expect([...oneHot].sort((a, b) => a - b).slice(-2)).toEqual([0, 1])
  return oneHot.indexOf(1)
}

describe('sequences, each answered again by hand', () => {
  it('adding: two marks, one a half, and the sum of their numbers', () => {
    for (const { input, values } of draw(bindTask(settingsOf('adding', { seqLen: 7 })))) {
      const marked = input.flatMap(([, mark], t) => (mark === 1 ? [t] : []))
      expect(marked).toHaveLength(2)
      expect(marked[0]).toBeLessThan(3)
      expect(marked[1]).toBeGreaterThanOrEqual(3)
      expect(values).toEqual([input[marked[0]][0] + input[marked[1]][0]])
    }
  })

  it('copy: symbols, blanks, signal, blanks; blanks, then the symbols', () => {
    const settings = settingsOf('copy', { length: 2, delay: 3, alphabet: 4 })
    for (const { input, classes } of draw(bindTask(settings))) {
      const symbols = input.map(symbolOf)
      expect(symbols.slice(2)).toEqual([4, 4, 5, 4, 4])
      expect(classes).toEqual([4, 4, 4, 4, 4, symbols[0], symbols[1]])
    }
  })

  it('echo: the symbol of `delay` steps before', () => {
    const settings = settingsOf('echo', { seqLen: 9, delay: 4, alphabet: 3 })
    for (const { input, classes } of draw(bindTask(settings))) {
      expect(classes).toEqual(input.map(symbolOf).slice(0, 5))
    }
  })

  it('parity: whether the ones so far are odd, so 1 0 1 1 gives 1 1 0 1', () => {
    const sequences = draw(bindTask(settingsOf('parity', { seqLen: 4 })))
    const known = sequences.find(({ input }) => input.flat().join(' ') === '1 0 1 1')
    expect(known?.classes).toEqual([1, 1, 0, 1])
    for (const { input, classes } of sequences) {
      let ones = 0
      expect(classes).toEqual(input.map(([bit]) => (ones += bit) % 2))
    }
  })

  it('parity at the end: whether all ones are odd', () => {
    for (const { input, classes } of draw(bindTask(settingsOf('parityEnd')))) {
      expect(classes).toEqual([input.flat().reduce((sum, bit) => sum + bit, 0) % 2])
    }
  })

  it.each([
    [10, 2],
    [20, 2],
    [20, 3],
    [100, 3],
  ])('order: of %i steps and %i marks, the marks read as binary digits', (seqLen, marks) => {
    const windows =
      marks === 2
        ? [
            [0.1, 0.2],
            [0.5, 0.6],
          ]
        : [
            [0.1, 0.2],
            [0.33, 0.43],
            [0.66, 0.76],
          ]
    for (const { input, classes } of draw(bindTask(settingsOf('order', { seqLen, marks })))) {
      const symbols = input.map((row) => 'BEabcdXY'[symbolOf(row)])
      expect([symbols[0], symbols[seqLen - 1]]).toEqual(['B', 'E'])
      const places = symbols.flatMap((symbol, t) => ('XY'.includes(symbol) ? [t] : []))
      expect(places).toHaveLength(marks)
      places.forEach((place, i) => {
        expect(place).toBeGreaterThanOrEqual(Math.floor(windows[i][0] * seqLen))
        expect(place).toBeLessThanOrEqual(Math.floor(windows[i][1] * seqLen + 1e-9))
      })
      const digits = places.map((place) => (symbols[place] === 'Y' ? 1 : 0)).join('')
      expect(classes).toEqual([parseInt(digits, 2)])
      expect(symbols.slice(1, -1).join('')).toMatch(/^[abcdXY]*$/)
    }
  })

  it.each(['anywhere', 'first'] as const)('digit sum: zeros but for two digits, %s', (places) => {
    const taken = new Set<number>()
    for (const { input, classes } of draw(bindTask(settingsOf('digitSum', { seqLen: 5, places })))) {
      const digits = input.map(symbolOf)
      const others = digits.flatMap((digit, t) => (digit === 0 ? [] : [t]))
      expect(others.length).toBeLessThanOrEqual(2)
      for (const t of others) taken.add(t)
      expect(classes).toEqual([digits.reduce((sum, digit) => sum + digit, 0)])
    }
    expect([...taken].sort()).toEqual(places === 'first' ? [0, 1] : [0, 1, 2, 3, 4])
  })

  it('recall: pairs of different keys with values, a question mark, one of the keys; its value', () => {
    const settings = settingsOf('recall', { pairs: 3, keys: 4, values: 2 })
    const asked = new Set<number>()
    for (const { input, classes } of draw(bindTask(settings))) {
      const symbols = input.map(symbolOf)
      const keys = [symbols[0], symbols[2], symbols[4]]
      expect(keys.every((key) => key < 4)).toBe(true)
      expect(new Set(keys).size).toBe(3)
      expect(symbols[6]).toBe(6)
      const pair = keys.indexOf(symbols[7])
      asked.add(pair)
      expect(classes).toEqual([symbols[2 * pair + 1] - 4])
    }
    expect([...asked].sort()).toEqual([0, 1, 2])
  })

  it('noisy echo: what was heard lies around what is asked for, `delay` steps later', () => {
    const settings = settingsOf('noisyEcho', { seqLen: 9, delay: 4, noise: 0.25 })
    for (const { input, values } of draw(bindTask(settings))) {
      values.forEach((value, t) => {
        expect(Math.abs(value)).toBeLessThanOrEqual(1)
        expect(Math.abs(input[t][0] - value)).toBeLessThanOrEqual(0.25)
      })
    }
    for (const { input, values } of draw(bindTask(settingsOf('noisyEcho', { noise: 0 })))) {
      expect(values).toEqual(input.flat().slice(0, values.length))
    }
  })

  it('sine with a jump: two stretches of sines of one period, with a break in the middle third', () => {
    const settings = settingsOf('phaseJump', { seqLen: 30, minPeriod: 7, maxPeriod: 7 })
    const twiceCos = 2 * Math.cos((2 * Math.PI) / 7)
    const breaks = new Set<number>()
    for (const { input, values } of draw(bindTask(settings))) {
      expect(values.slice(0, -1)).toEqual(input.flat().slice(1))
      const s = [input[0][0], ...values]
      const off = s.flatMap((value, t) =>
        t > 1 && Math.abs(value + s[t - 2] - twiceCos * s[t - 1]) > 1e-9 ? [t] : [],
      )
      // s_j and s_{j+1} do not fit what came before them.
      expect(off).toEqual([off[0], off[0] + 1])
      breaks.add(off[0])
    }
    expect([...breaks].sort((a, b) => a - b)).toEqual([...Array(11).keys()].map((i) => 10 + i))
  })

  it('Mackey-Glass: a stretch of the series, and the same some steps later', () => {
    const series = [...mackeyGlassSeries()]
    for (const { input, values } of draw(bindTask(settingsOf('mackeyGlass', { seqLen: 9, horizon: 6 })))) {
      const start = series.indexOf(input[0][0])
      expect(input.flat()).toEqual(series.slice(start, start + 9))
      expect(values).toEqual(series.slice(start + 6, start + 15))
    }
  })

  it('sine: each target is the next input, all on one sine of a whole period', () => {
    const settings = settingsOf('sine', { seqLen: 12, minPeriod: 5, maxPeriod: 8 })
    for (const { input, values } of draw(bindTask(settings))) {
      expect(values.slice(0, -1)).toEqual(input.flat().slice(1))
      // s_{t+1} + s_{t-1} = 2 cos(w) s_t for every sine
      const twiceCos = (values[1] + input[0][0]) / values[0]
      const period = (2 * Math.PI) / Math.acos(twiceCos / 2)
      expect(period).toBeCloseTo(Math.round(period), 6)
      expect(Math.round(period)).toBeGreaterThanOrEqual(5)
      expect(Math.round(period)).toBeLessThanOrEqual(8)
      for (let t = 1; t < 11; t++)
        expect(values[t] + input[t - 1][0]).toBeCloseTo(twiceCos * values[t - 1], 6)
    }
  })
})

describe('a loss at some steps only', () => {
  const supervisedSteps = (settings: TaskSettings) =>
    [...bindTask(settings).supervised].flatMap((flag, t) => (flag ? [t] : []))

  it('is counted back from the last step, which is always asked', () => {
    expect(supervisedSteps(settingsOf('parity', { seqLen: 8, lossEvery: 3 }))).toEqual([1, 4, 7])
    expect(supervisedSteps(settingsOf('sine', { seqLen: 4, lossEvery: 1 }))).toEqual([0, 1, 2, 3])
    expect(supervisedSteps(settingsOf('parity', { seqLen: 8, lossEvery: 8 }))).toEqual([7])
    expect(supervisedSteps(settingsOf('parity', { seqLen: 8, lossEvery: 1000 }))).toEqual([7])
    expect(supervisedSteps(settingsOf('echo', { seqLen: 9, delay: 3, lossEvery: 2 }))).toEqual([4, 6, 8])
  })

  it.each([
    settingsOf('parity', { seqLen: 8 }),
    settingsOf('echo', { seqLen: 9, delay: 3 }),
    settingsOf('noisyEcho', { seqLen: 9, delay: 3 }),
    settingsOf('sine', { seqLen: 7 }),
  ])('has the same sequences and the same answers at those steps: $name', (settings) => {
    const all = bindTask(settings)
    const some = bindTask({ ...settings, lossEvery: 3 } as TaskSettings)
    const [full, thin] = [drawn(all), drawn(some)]
    expect(thin.input).toEqual(full.input)
    const answers = (of: TaskBatch) => (of.classes.length > 0 ? [...of.classes] : [...of.values])
    const rows = [...all.supervised].flatMap((flag, t) => (flag ? [t] : []))
    const kept = rows.flatMap((t, row) =>
      some.supervised[t] ? answers(full).slice(row * 5, (row + 1) * 5) : [],
    )
    expect(answers(thin)).toEqual(kept)
    expect(kept.length).toBeLessThan(answers(full).length)
    expect(some.baseline).toBe(all.baseline)
  })

  it('of parity has to reach back as far as the last one was asked', () => {
    expect(bindTask(settingsOf('parity', { seqLen: 8, lossEvery: 3 })).lag).toBe(3)
    expect(bindTask(settingsOf('parity', { seqLen: 8, lossEvery: 1000 })).lag).toBe(7)
  })

  it('of echoes has to remember what is asked for alone', () => {
    const task = bindTask(settingsOf('echo', { seqLen: 9, delay: 3, lossEvery: 2 }))
    expect(task.remembered(new Float64Array(18))).toEqual([1, 3, 5])
  })
})

function drawn(task: ReturnType<typeof bindTask>): TaskBatch {
  const batch = createBatch(task.shape, task.numSupervised, task.loss, 5, 'float64')
  task.generate(createRandom(3), batch)
  return batch
}
