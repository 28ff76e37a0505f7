import { describe, expect, it } from 'vitest'
import { Dropout } from './dropout'

const ones = (length: number) => new Float64Array(length).fill(1)

describe('dropout', () => {
  it('drops the share that it is told to, and keeps the mean', () => {
    const dropout = new Dropout(0.3, 0, 20_000, 'float64')
    dropout.forward(ones(20_000), 0, 20_000, 7)
    const dropped = dropout.output.filter((value) => value === 0).length
    expect(dropped / 20_000).toBeCloseTo(0.3, 1)
    expect(new Set(dropout.output)).toEqual(new Set([0, 1 / 0.7]))
  })

  it('draws the same from the same seed, other numbers from another one and in another layer', () => {
    const drawn = (layer: number, seed: number) => {
      const dropout = new Dropout(0.5, layer, 64, 'float64')
      dropout.forward(ones(64), 0, 64, seed)
      return dropout.output.join()
    }
    expect(drawn(0, 1)).toBe(drawn(0, 1))
    expect(new Set([drawn(0, 1), drawn(0, 2), drawn(1, 1)]).size).toBe(3)
  })

  it('passes everything without a seed, also after it has dropped some', () => {
    const dropout = new Dropout(0.5, 0, 64, 'float32')
    dropout.forward(ones(64), 0, 64, 1)
    dropout.forward(
      Float64Array.from({ length: 65 }, (_, i) => i),
      1,
      64,
      null,
    )
    expect([...dropout.output]).toEqual(Array.from({ length: 64 }, (_, i) => i + 1))
  })

  it('multiplies the gradient with the mask that it multiplied the output with', () => {
    const dropout = new Dropout(0.5, 0, 8, 'float64')
    dropout.forward(ones(8), 0, 8, 3)
    const grad = Float64Array.from({ length: 8 }, (_, i) => i + 1)
    dropout.backward(grad, 8)
    expect([...grad]).toEqual([...dropout.output].map((mask, i) => mask * (i + 1)))
  })
})
