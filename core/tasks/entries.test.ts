import { describe, expect, it } from 'vitest'
import { lossKinds } from '../kinds/losses'
import { createRandom } from '../math/random'
import { createBatch } from '../train/createBatch'
import { bindTask, lossOf, sampleViewOf } from './bind'
import { taskNamed, taskNames, type TaskName, type TaskSettings } from './registry'
import { settingsOf } from './settings.testing'

/** What the first `count` input symbols and classes of a task are called. */
function symbols<N extends TaskName>(name: N, count: number, given: Partial<TaskSettings<N>> = {}) {
  const { inputSymbol, classSymbol } = taskNamed(name)
  const settings = settingsOf(name, given)
  const indices = [...Array(count).keys()]
  return {
    inputs: inputSymbol && indices.map((index) => inputSymbol(settings, index)).join(' '),
    classes: classSymbol && indices.map((index) => classSymbol(settings, index)).join(' '),
  }
}

function problems<N extends TaskName>(name: N, given: Partial<TaskSettings<N>>) {
  return taskNamed(name).problems?.(settingsOf(name, given))
}

describe('symbols', () => {
  it('are in copy letters, a blank and the starting signal', () => {
    expect(symbols('copy', 4, { alphabet: 2 }).inputs).toBe('A B · ▸')
    expect(symbols('copy', 28, { alphabet: 28 }).inputs?.split(' ').slice(24)).toEqual(['Y', 'Z', 'A′', 'B′'])
  })

  it('are in echo digits as long as there are enough of them, then letters', () => {
    expect(symbols('echo', 10, { alphabet: 10 }).inputs).toBe('0 1 2 3 4 5 6 7 8 9')
    expect(symbols('echo', 11, { alphabet: 11 }).inputs).toBe('A B C D E F G H I J K')
  })

  it('are in order those of the paper, and its classes the marks in their order', () => {
    expect(symbols('order', 8).inputs).toBe('B E a b c d X Y')
    expect(symbols('order', 4).classes).toBe('XX XY YX YY')
    expect(symbols('order', 8, { marks: 3 }).classes).toBe('XXX XXY XYX XYY YXX YXY YYX YYY')
  })

  it('are in recall letters for keys, digits for values and the question mark', () => {
    expect(symbols('recall', 6, { keys: 3, values: 2 }).inputs).toBe('A B C 0 1 ?')
    expect(symbols('recall', 2, { keys: 3, values: 2 }).classes).toBe('0 1')
  })

  it('are the numbers themselves elsewhere', () => {
    for (const name of ['adding', 'parity', 'parityEnd', 'sine', 'digitSum'] as const) {
      expect(symbols(name, 2)).toEqual({ inputs: undefined, classes: undefined })
    }
  })
})

describe('problems', () => {
  it('has echo with a delay that does not fit the sequence', () => {
    expect(problems('echo', { seqLen: 5, delay: 4 })).toEqual([])
    expect(problems('echo', { seqLen: 5, delay: 5 })).toEqual([
      { setting: 'delay', code: 'shorterThan', params: { other: 'task.seqLen', limit: 5 } },
    ])
  })

  it.each(['sine', 'phaseJump'] as const)('has %s with a longest period below the shortest', (name) => {
    expect(problems(name, { minPeriod: 7, maxPeriod: 7 })).toEqual([])
    expect(problems(name, { minPeriod: 7, maxPeriod: 6 })).toEqual([
      { setting: 'maxPeriod', code: 'atLeast', params: { other: 'task.minPeriod', limit: 7 } },
    ])
  })
})

describe('problems of the newer tasks', () => {
  it('has noisy echo with a delay that does not fit the sequence', () => {
    expect(problems('noisyEcho', { seqLen: 5, delay: 5 })).toEqual([
      { setting: 'delay', code: 'shorterThan', params: { other: 'task.seqLen', limit: 5 } },
    ])
  })

  it('has recall with fewer keys than pairs', () => {
    expect(problems('recall', { pairs: 4, keys: 4 })).toEqual([])
    expect(problems('recall', { pairs: 5, keys: 4 })).toEqual([
      { setting: 'keys', code: 'atLeast', params: { other: 'task.pairs', limit: 5 } },
    ])
  })
})

/** Of tasks that may ask at some steps only. */
const EVERY = 'lossEvery 1 1000 1 steps log'

describe('settings', () => {
  const ranges = (name: TaskName) =>
    Object.entries(taskNamed(name).settings).map(([setting, { min, max, unit, scale, default: usual }]) =>
      [setting, min, max, usual, unit, scale].filter((part) => part !== undefined).join(' '),
    )

  it.each([
    ['adding', ['seqLen 2 1000 20 steps log']],
    ['copy', ['length 1 100 3 steps', 'delay 1 1000 5 steps log', 'alphabet 2 32 4 symbols']],
    ['echo', ['seqLen 2 1000 20 steps log', 'delay 1 999 3 steps', 'alphabet 2 32 2 symbols', EVERY]],
    ['parity', ['seqLen 2 1000 8 steps log', EVERY]],
    ['parityEnd', ['seqLen 2 1000 10 steps log']],
    ['order', ['seqLen 10 1000 20 steps log', 'marks 2 3 2 marks']],
    ['sine', ['seqLen 2 1000 30 steps log', 'minPeriod 3 1000 15 steps', 'maxPeriod 3 1000 30 steps', EVERY]],
    ['digitSum', ['seqLen 2 1000 10 steps log', 'places anywhere']],
    ['recall', ['pairs 1 100 3 pairs', 'keys 1 100 6 symbols', 'values 2 32 4 symbols']],
    ['noisyEcho', ['seqLen 2 1000 20 steps log', 'delay 1 999 3 steps', 'noise 0 1 0.1', EVERY]],
    ['phaseJump', ['seqLen 10 1000 40 steps log', 'minPeriod 3 1000 15 steps', 'maxPeriod 3 1000 30 steps']],
    ['mackeyGlass', ['seqLen 2 1000 50 steps log', 'horizon 1 100 6 steps']],
  ] as const)('of %s have their ranges, defaults and units', (name, expected) => {
    expect(ranges(name)).toEqual(expected)
  })
})

describe('sample views', () => {
  it('show symbols where targets are classes, and values otherwise', () => {
    for (const name of taskNames) {
      const settings = settingsOf(name)
      const isSymbols = sampleViewOf(settings) === 'symbols'
      expect([name, isSymbols]).toEqual([name, lossKinds[lossOf(settings)].targets === 'classes'])
    }
    expect(taskNamed('adding').sampleView).toBe('markedSum')
    expect(taskNamed('sine').sampleView).toBe('curves')
  })
})

describe('channels', () => {
  it('are as many as the input has, where they are named', () => {
    const named = taskNames.filter((name) => taskNamed(name).channels)
    expect(named).toEqual(['adding'])
    for (const name of named) {
      const { channels, shape } = bindTask(settingsOf(name, {}))
      expect(channels).toHaveLength(shape.inputSize)
    }
  })
})

describe('formulas of baselines', () => {
  it.each([
    ['adding', {}, String.raw`\tfrac{1}{12} + \tfrac{1}{12} = \tfrac{1}{6}`],
    ['copy', { length: 3, delay: 5, alphabet: 4 }, String.raw`\frac{n \ln K}{T} = \frac{3 \ln 4}{11}`],
    ['echo', { alphabet: 5 }, String.raw`\ln 5`],
    ['parity', {}, String.raw`\ln 2`],
    ['parityEnd', {}, String.raw`\ln 2`],
    ['order', { marks: 3 }, String.raw`\ln 8`],
    ['sine', { minPeriod: 20, maxPeriod: 20 }, String.raw`1 - \cos\frac{2\pi}{20}`],
    [
      'sine',
      { minPeriod: 15, maxPeriod: 30 },
      String.raw`\frac{1}{16} \sum_{P=15}^{30} \Bigl(1 - \cos\frac{2\pi}{P}\Bigr)`,
    ],
  ] as const)('of %s with %j has these numbers in it', (name, given, formula) => {
    expect(taskNamed(name).baseline(settingsOf(name, given)).formula).toBe(formula)
  })
})

describe('phases of sine', () => {
  it('lie all around the circle', () => {
    const task = bindTask(settingsOf('sine', { seqLen: 2, minPeriod: 1000, maxPeriod: 1000 }))
    const batch = createBatch(task.shape, task.numSupervised, task.loss, 400, 'float64')
    task.generate(createRandom(1), batch)
    const counts = [0, 0, 0, 0]
    for (let b = 0; b < 400; b++) {
      const isRising = batch.values[b] > batch.input[b]
      counts[(batch.input[b] > 0 ? 2 : 0) + (isRising ? 1 : 0)]++
    }
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(40)
  })
})
