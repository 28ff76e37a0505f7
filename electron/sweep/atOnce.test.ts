import { describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../core/experiment/defaults'
import { memoryNeed } from '../../core/experiment/memory'
import { trialsAtOnce } from './atOnce'

const experiment = defaultExperiment()
const trial = (threads: number | null) => ({
  experiment: { ...experiment, train: { ...experiment.train, threads } },
})
const much = 1e13

describe('as many trials train at a time', () => {
  it('as there are threads for', () => {
    expect(trialsAtOnce([trial(null)], { threads: 8, memory: much })).toBe(8)
    expect(trialsAtOnce([trial(null), trial(3)], { threads: 8, memory: much })).toBe(2)
    expect(trialsAtOnce([trial(16)], { threads: 2, memory: much })).toBe(1)
  })

  it('as half of the memory holds, or what one run may take', () => {
    const model = { ...experiment.model, hiddenSize: 1024, numLayers: 4 }
    const large = { experiment: { ...experiment, model } }
    const need = memoryNeed(large.experiment).total
    expect(trialsAtOnce([trial(1), large], { threads: 64, memory: 20 * need })).toBe(10)
    expect(trialsAtOnce([large], { threads: 64, memory: 0 })).toBe(Math.floor(4e9 / need))
  })
})
