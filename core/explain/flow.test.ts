import { expect, it } from 'vitest'
import { small, traceOf } from '../replay/trace.testing'
import { cellFlowMagnitude, flowFromAbove, flowMagnitude, magnitude } from './flow'
import { homeworkTimeline } from './homework'
import { createTimeline } from './timeline'

const { symbols } = homeworkTimeline('part4')

it('measures one sequence, or the whole batch', () => {
  const h = symbols.h(0, 2)
  const each = Array.from({ length: h.cols }, (_, b) => magnitude(h, b))
  expect(each[3]).toBeCloseTo(Math.hypot(...[0, 1, 2, 3, 4].map((row) => h.at(row, 3))), 14)
  expect(magnitude(h, null)).toBeCloseTo(Math.hypot(...each), 13)
})

it('measures what flows from the first step to the initial state', () => {
  expect(flowMagnitude(symbols, 0, 0, null)).toBeCloseTo(magnitude(symbols.gradInitialH(0, 0), null), 13)
  expect(flowMagnitude(symbols, 0, 0, 4)).toBeCloseTo(magnitude(symbols.gradInitialH(0, 0), 4), 13)
})

it('measures what reaches a state from above: here what is given', () => {
  const given = symbols.trace.output.givenGradH!.data.slice(2 * 50, 3 * 50)
  expect(flowFromAbove(symbols, 0, 2, null)).toBeCloseTo(Math.hypot(...given), 13)
  expect(flowMagnitude(symbols, 0, 3, null)).toBeGreaterThan(0)
})

it('measures what flows along the cell state of an LSTM, and nothing in other cells', () => {
  const lstm = createTimeline(traceOf(small({ cell: 'lstm' }))).symbols
  expect(cellFlowMagnitude(lstm, 0, 0, null)).toBeCloseTo(magnitude(lstm.gradInitialC(0, 0), null), 14)
  expect(cellFlowMagnitude(lstm, 0, 3, 1)).toBeGreaterThan(0)
  expect(cellFlowMagnitude(symbols, 0, 2, null)).toBe(0)
})
