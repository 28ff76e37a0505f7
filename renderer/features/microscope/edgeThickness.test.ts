import { expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import { largestMagnitudes, thickness } from './edgeThickness'

it('thickness is the share of the largest state, and counts decades of gradients', () => {
  expect(thickness('forward', 1, 4)).toBe(0.25)
  expect(thickness('backward', 1e-3, 1)).toBeCloseTo(0.5)
  expect(thickness('backward', 1e-30, 1)).toBe(0.04)
  expect(thickness('backward', 0, 1)).toBe(0)
  expect(largestMagnitudes(homeworkTimeline('part4'), 2).backward).toBeGreaterThan(0)
})
