import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Sample } from '../../../core/contract/run'
import { classSymbol, inputSymbol, readSample } from './readSample'

const task = (name: Parameters<typeof defaultExperiment>[0]) => defaultExperiment(name).task

describe('readSample', () => {
  it('reads symbols, what was asked for and whether it was right', () => {
    const sample: Sample = {
      update: 0,
      seqLen: 3,
      inputSize: 2,
      outputSize: 2,
      loss: 'crossEntropy',
      input: Float64Array.of(1, 0, 0, 1, 1, 0),
      target: Float64Array.of(NaN, 0, 1),
      prediction: Float64Array.of(0.5, 0.5, 0.9, 0.1, 0.7, 0.3),
    }
    const view = readSample(sample, task('echo'))
    if (view.kind !== 'symbols') throw new Error(view.kind)
    expect(view.steps.map(({ input }) => input).join('')).toBe('010')
    expect(view.steps.map(({ target }) => target)).toEqual([null, '0', '1'])
    expect(view.steps.map(({ isCorrect }) => isCorrect)).toEqual([false, true, false])
    expect(view.steps[1]!.probability).toBe(0.9)
  })

  it('takes any symbol that can follow for right, where several can', () => {
    // Of the Reber grammar: B, then T; T or P can follow B, S or X can follow T.
    const row = (symbol: number) => Array.from({ length: 7 }, (_, i) => (i === symbol ? 1 : 0))
    const predict = (...symbols: number[]) => {
      const sample: Sample = {
        ...{ update: 0, seqLen: 2, inputSize: 7, outputSize: 7, loss: 'crossEntropy' },
        input: Float64Array.from([...row(0), ...row(1)]),
        target: Float64Array.of(1, 4),
        prediction: Float64Array.from(symbols.flatMap(row)),
      }
      const view = readSample(sample, { name: 'reber', seqLen: 2 })
      if (view.kind !== 'symbols') throw new Error(view.kind)
      expect(view.isLegal).toBe(true)
      return view.steps.map(({ isCorrect }) => isCorrect)
    }
    expect(predict(1, 4)).toEqual([true, true])
    expect(predict(2, 3)).toEqual([true, true])
    expect(predict(0, 6)).toEqual([false, false])
  })

  it('reads the adding problem’s numbers and marks', () => {
    const sample: Sample = {
      update: 0,
      seqLen: 2,
      inputSize: 2,
      outputSize: 1,
      loss: 'mse',
      input: Float64Array.of(0.25, 1, 0.5, 0),
      target: Float64Array.of(NaN, 0.75),
      prediction: Float64Array.of(3, 0.8),
    }
    expect(readSample(sample, task('adding'))).toEqual({
      kind: 'markedSum',
      values: [0.25, 0.5],
      isMarked: [true, false],
      target: 0.75,
      prediction: 0.8,
    })
  })

  it('reads anything else with values as curves, one a channel', () => {
    const sample: Sample = {
      update: 0,
      seqLen: 2,
      inputSize: 2,
      outputSize: 1,
      loss: 'mse',
      input: Float64Array.of(1, 2, 3, 4),
      target: Float64Array.of(5, 6),
      prediction: Float64Array.of(7, 8),
    }
    const view = readSample(sample, task('sine'))
    if (view.kind !== 'curves') throw new Error(view.kind)
    expect(view.inputs.map(({ values }) => values)).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(view.predictions[0]!.values).toEqual([7, 8])
  })
})

describe('symbols', () => {
  it('are those of the task', () => {
    expect([0, 3, 4, 5].map((index) => inputSymbol(task('copy'), index))).toEqual(['A', 'D', '·', '▸'])
    expect([0, 2, 7].map((index) => inputSymbol(task('order'), index))).toEqual(['B', 'a', 'Y'])
    expect([0, 1, 2, 3].map((index) => classSymbol(task('order'), index))).toEqual(['XX', 'XY', 'YX', 'YY'])
    expect([0, 1].map((index) => classSymbol(task('parity'), index))).toEqual(['0', '1'])
  })
})
