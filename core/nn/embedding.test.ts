import { expect, it } from 'vitest'
import { Embedding } from './embedding'

it('looks up the vectors of symbols, and gives each the gradients of the steps at which it was read', () => {
  const embedding = new Embedding({ seqLen: 3, batch: 1, numSymbols: 2, size: 2, dtype: 'float64' })
  embedding.weight.value.set([1, 2, 3, 4])
  // Symbols 1, 0, 1.
  embedding.forward(Float64Array.of(0, 1, 1, 0, 0, 1), 3)
  expect([...embedding.output]).toEqual([3, 4, 1, 2, 3, 4])
  embedding.gradOutput.set([10, 20, 1, 2, 30, 40])
  embedding.backward()
  expect([...embedding.weight.grad]).toEqual([1, 2, 40, 60])
  const gradInput = new Float64Array(6)
  embedding.computeGradInput(gradInput)
  expect([...gradInput]).toEqual([50, 110, 5, 11, 110, 250])
})

it('gives zeros where there is no symbol', () => {
  const embedding = new Embedding({ seqLen: 1, batch: 2, numSymbols: 2, size: 1, dtype: 'float32' })
  embedding.weight.value.set([5, 6])
  embedding.forward(Float32Array.of(0, 1, 0, 0), 1)
  expect([...embedding.output]).toEqual([6, 0])
})
