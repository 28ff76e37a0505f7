import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { findParameter } from '../nn/parameter'
import { backwardAndClip } from './backward'
import { complete, runToEnd } from './trainer.testing'
import { createTrainer } from './trainer'

function trainerOf(task: ExperimentInput['task'], tbptt: number | null, bidirectional = false) {
  return createTrainer(
    complete({ task, model: { cell: 'lstm', hiddenSize: 3, bidirectional }, train: { batch: 2, tbptt } }),
  )
}

describe('truncated BPTT', () => {
  it('cuts sequences into windows of k steps, the last one shorter', () => {
    const { windows } = trainerOf({ name: 'parity', seqLen: 8 }, 3).stream
    expect(windows.map(({ firstStep }) => firstStep)).toEqual([0, 3, 6])
    expect(windows.map(({ supervised }) => supervised.length)).toEqual([3, 3, 2])
    expect(windows.map(({ input }) => input.length)).toEqual([6, 6, 4])
    expect(windows.map(({ classes }) => classes.length)).toEqual([6, 6, 4])
  })

  it('carries the state through a sequence, so the scores are those of the whole sequence', () => {
    const task = { name: 'parity', seqLen: 8 } as const
    const whole = trainerOf(task, null)
    const cut = trainerOf(task, 3)
    const window = whole.nextWindow()
    const want = whole.model.forward(window.input, window.supervised)
    const got = [0, 1, 2].flatMap(() => {
      const part = cut.nextWindow()
      return [...cut.model.forward(part.input, part.supervised)]
    })
    expect(got).toEqual([...want])
  })

  it('starts every batch from zeros', () => {
    const trainer = trainerOf({ name: 'parity', seqLen: 6 }, 3)
    const isZero = (): boolean => trainer.model.initialState.h.every((value) => value === 0)
    const starts = [0, 1, 2, 3].map(() => {
      const window = trainer.nextWindow()
      const zero = isZero()
      trainer.forward(window)
      return zero
    })
    expect(starts).toEqual([true, false, true, false])
  })

  it('lets no gradient flow back over a cut: it is that of the loss with the carried state held fixed', () => {
    const trainer = trainerOf({ name: 'parity', seqLen: 8 }, 4)
    trainer.forward(trainer.nextWindow())
    const window = trainer.nextWindow()
    trainer.forward(window)
    backwardAndClip(trainer.model, window.gradScores, 'none', 1, trainer.norms)
    const { value, grad } = findParameter(trainer.model.parameters, 'rnn.weight_hh_l0')
    for (let i = 0; i < value.length; i++) {
      const kept = value[i]
      value[i] = kept + 1e-5
      const above = trainer.forward(window)
      value[i] = kept - 1e-5
      const below = trainer.forward(window)
      value[i] = kept
      expect(grad[i]).toBeCloseTo((above - below) / 2e-5, 8)
    }
  })

  it('makes an update only of windows that have something to learn from', () => {
    const { end, trainer } = runToEnd({
      task: { name: 'adding', seqLen: 9 },
      model: { cell: 'rnn', hiddenSize: 3 },
      train: { batch: 2, tbptt: 4, updates: 5 },
    })
    expect(end.update).toBe(5)
    expect(trainer.stream.state().position).toBe(trainer.stream.windows.length)
  })

  it('is refused for a bidirectional net, unless the window is the whole sequence', () => {
    expect(() => trainerOf({ name: 'parity', seqLen: 8 }, 3, true)).toThrow('train.tbptt is 3, expected null')
    expect(() => trainerOf({ name: 'parity', seqLen: 8 }, 8, true)).not.toThrow()
  })
})
