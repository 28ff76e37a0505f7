import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stripLayout } from './stripLayout'

describe('the lines of a sequence of symbols', () => {
  it('are one where all symbols can be read in it', () => {
    expect(stripLayout(10, 240, 200)).toMatchObject({ perLine: 10, numLines: 1, cell: 24, row: 60 })
  })

  it('are as many as it takes to read them, of the same length', () => {
    expect(stripLayout(30, 240, 230)).toMatchObject({ perLine: 15, numLines: 2, cell: 16, row: 32 })
    expect(stripLayout(3, 240, 230)).toMatchObject({ perLine: 3, numLines: 1, cell: 48 })
  })

  it('show every step, none of them beyond the right edge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 14, max: 900 }), (numSteps, width) => {
        const { cell, perLine, numLines } = stripLayout(numSteps, width, 200)
        expect(perLine * numLines).toBeGreaterThanOrEqual(numSteps)
        expect(cell * perLine).toBeLessThanOrEqual(width + 1e-9)
        expect(cell).toBeGreaterThanOrEqual(14)
      }),
    )
  })
})
