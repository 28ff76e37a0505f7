import { expect, it } from 'vitest'
import { stepGradientNorms } from './observeFlow'
import { B, T, trained } from './trained.testing'

it('norms of dL/dh_t and dL/dc_t are those of the stored gradients', () => {
  const { cell } = trained({ cell: 'lstm' })
  const { h, c } = stepGradientNorms(cell)
  expect(h).toHaveLength(T)
  expect(c).toHaveLength(T)
  const last = [...cell.gradH.subarray((T - 1) * B * 5)]
  expect(h[T - 1]).toBeCloseTo(Math.sqrt(last.reduce((sum, x) => sum + x * x, 0)), 12)
  expect(stepGradientNorms(trained({ cell: 'gru' }).cell).c).toBeNull()
})
