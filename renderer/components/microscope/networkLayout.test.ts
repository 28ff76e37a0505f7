import { describe, expect, it } from 'vitest'
import { homeworkWalk } from '../../../core/trace/homework'
import { largestMagnitudes, layOut, thickness } from './networkLayout'

const walked = homeworkWalk('part4')

describe('the unrolled network', () => {
  const all = layOut(walked, null, 0, 900)

  it('has a column a step, with input, state and output', () => {
    expect(all.columns.map(({ t }) => t)).toEqual([0, 1, 2, 3])
    expect(all.nodes.map(({ id }) => id).slice(0, 3)).toEqual(['x.0', 'h.0.0', 's.0'])
    expect(all.hasMoreAfter).toBe(false)
  })

  it('leads from a box to the steps that compute it', () => {
    const state = all.nodes.find(({ id }) => id === 'h.0.2')!
    expect(walked.steps[state.forwardIndex]?.id).toBe('forward.0.2')
    expect(walked.steps[state.backwardIndex]?.id).toBe('backward.0.2')
  })

  it('carries states forward and gradients back between neighbours', () => {
    const ids = all.edges.map(({ id }) => id)
    expect(ids).toEqual(
      expect.arrayContaining(['right.0.1', 'left.0.1', 'up.0.1.0', 'down.0.1.0', 'score.1']),
    )
    expect(all.edges.every(({ magnitude }) => Number.isFinite(magnitude))).toBe(true)
  })

  it('shows the columns around a step where not all fit', () => {
    const narrow = layOut(walked, 0, 3, 320)
    expect(narrow.columns.map(({ t }) => t)).toEqual([2, 3])
    expect([narrow.hasMoreBefore, narrow.hasMoreAfter]).toEqual([true, false])
  })

  it('draws the cuts of truncated BPTT on either side of the window', () => {
    const window = { firstStep: 4, seqLen: 12, tbptt: 4, isCarried: true }
    const cut = layOut({ ...walked, trace: { ...walked.trace, window } }, null, 0, 900)
    expect(cut.cuts).toHaveLength(2)
    expect(all.cuts).toEqual([])
  })
})

it('thickness is the share of the largest state, and counts decades of gradients', () => {
  expect(thickness('forward', 1, 4)).toBe(0.25)
  expect(thickness('backward', 1e-3, 1)).toBeCloseTo(0.5)
  expect(thickness('backward', 1e-30, 1)).toBe(0.04)
  expect(thickness('backward', 0, 1)).toBe(0)
  expect(largestMagnitudes(walked, 2).backward).toBeGreaterThan(0)
})
