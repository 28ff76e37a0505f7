import { expect, it } from 'vitest'
import { linePath } from './linePath'

it('a path begins anew after a gap instead of bridging it', () => {
  const at = (x: number) => ({ x, y: 2 * x })
  expect(linePath([at(0), at(1), null, null, at(4), at(5.26)])).toBe('M0.0 0.0L1.0 2.0M4.0 8.0L5.3 10.5')
  expect(linePath([])).toBe('')
})

it('a place that stands alone between gaps is a dot', () => {
  const at = (x: number) => ({ x, y: 2 * x })
  expect(linePath([null, at(1)])).toBe('M1.0 2.0h0')
  expect(linePath([at(0), null, at(2), at(3)])).toBe('M0.0 0.0h0M2.0 4.0L3.0 6.0')
})
