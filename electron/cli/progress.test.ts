import { describe, expect, it } from 'vitest'
import { isRedrawable } from './io'
import { partsWithin, progressLine } from './progress'

const figures = { update: 250, updates: 1000, loss: 0.0012345, msPerUpdate: 12.34 }

describe('progressLine', () => {
  it.each([
    [120, '#######.....................  250/1000  loss 0.00123  9 s left  12.3 ms/update'],
    [80, '#####...............  250/1000  loss 0.00123  9 s left  12.3 ms/update'],
    [68, '##......  250/1000  loss 0.00123  9 s left  12.3 ms/update'],
    [67, '250/1000  loss 0.00123  9 s left  12.3 ms/update'],
    [40, '250/1000  loss 0.00123  9 s left'],
    [20, '250/1000'],
    [8, ''],
    [1, ''],
  ])('on %d columns is %s', (columns, line) => expect(progressLine(figures, 9, columns)).toBe(line))

  it('is narrower than the terminal with the longest figures too', () => {
    const long = { update: 9_999_999, updates: 10_000_000, loss: -1.234e-100, msPerUpdate: 1.234e-7 }
    for (let columns = 1; columns <= 200; columns++) {
      expect(progressLine(long, 86_399, columns).length).toBeLessThan(columns)
    }
  })
})

describe('partsWithin', () => {
  it.each([
    [26, '12/128 trials  2 min left'],
    [25, '12/128 trials'],
    [14, '12/128 trials'],
    [13, ''],
    [0, ''],
  ])('in less than %d columns are %s', (columns, text) =>
    expect(partsWithin(['12/128 trials', '2 min left'], columns)).toBe(text),
  )
})

describe('isRedrawable', () => {
  it.each([
    [true, 'xterm-256color', true],
    [true, undefined, true],
    [true, 'dumb', false],
    [false, 'xterm-256color', false],
  ])('of a terminal %s named %s is %s', (isTTY, term, expected) =>
    expect(isRedrawable(isTTY, term)).toBe(expected),
  )
})
