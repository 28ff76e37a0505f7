import { describe, expect, it } from 'vitest'
import type { ExperimentInput } from '../experiment/experiment'
import { backwardAndClip } from './backward'
import { complete } from './trainer.testing'
import { createTrainer } from './trainer'

const input: ExperimentInput = {
  task: { name: 'adding', seqLen: 12 },
  model: { cell: 'residual', hiddenSize: 5 },
  train: { batch: 3 },
}

function passes() {
  const trainer = createTrainer(complete(input))
  const { model, norms } = trainer
  const window = trainer.nextWindow()
  trainer.forward(window)
  const run = (mode: 'none' | 'norm' | 'value' | 'step', threshold: number) => {
    backwardAndClip(model, window.gradScores, mode, threshold, norms)
    return model.parameters.map(({ grad }) => [...grad])
  }
  return { run, norms, model }
}

describe('backwardAndClip', () => {
  it('gives the same gradients however often it runs', () => {
    const { run } = passes()
    const first = run('none', 1)
    run('step', 0.01)
    expect(run('none', 1)).toEqual(first)
  })

  it('in mode step limits dL/dh_t of every sequence at every step and reports both norms', () => {
    const { run, norms, model } = passes()
    run('none', 1)
    const { normBefore } = norms
    run('step', 0.01)
    expect(norms.normBefore).toBe(normBefore)
    expect(norms.normAfter).toBeLessThan(normBefore)
    expect(norms.isClipped).toBe(true)
    expect(norms.before).not.toEqual(norms.after)
    const [[cell]] = model.layers
    for (let row = 0; row < 12 * 3; row++) {
      const part = cell.gradH.subarray(row * 5, row * 5 + 5)
      expect(Math.hypot(...part)).toBeLessThan(0.01 * (1 + 1e-12))
    }
  })

  it('in mode step leaves gradients alone that stay below the threshold', () => {
    const { run, norms } = passes()
    const free = run('none', 1)
    expect(run('step', 1e6)).toEqual(free)
    expect(norms.isClipped).toBe(false)
    expect(norms.normAfter).toBe(norms.normBefore)
  })

  it('in modes norm and value clips the finished gradient', () => {
    const { run, norms } = passes()
    run('norm', 0.5)
    expect(norms.normAfter).toBeCloseTo(0.5, 5)
    const limited = run('value', 0.001).flat()
    expect(Math.max(...limited.map(Math.abs))).toBe(0.001)
  })
})
