import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumber, writeNumber } from './number'

describe('readNumber', () => {
  it.each([
    ['32', 32],
    ['  0.005 ', 0.005],
    ['.5', 0.5],
    ['5.', 5],
    ['+1e-3', 1e-3],
    ['1E+3', 1000],
    ['-3', -3],
    ['\u22123', -3],
    ['０．００５', 0.005],
    ['１ｅ－３', 1e-3],
    ['0。5', 0.5],
    ['0｡5', 0.5],
    ['2,000', 2000],
    ['2，000', 2000],
    ['1,234,567.5', 1234567.5],
    ['1 234 567', 1234567],
    ['1\u202f234', 1234],
    ["1'234", 1234],
  ])('reads %j as %d', (text, value) => expect(readNumber(text)).toBe(value))

  it.each([
    ...['', ' ', '0x10', '0b11', '0o7', '1_000', 'Infinity', 'NaN', '1e999', '-', '.', 'e5', '1e', '1.2.3'],
    // Half of a decimal comma, and thousands that are none: better refused than read as another number.
    ...[
      '0,5',
      '0,005',
      '1,5',
      '12,34,567',
      '1,000 000',
      '1,0000',
      '10\u00b3',
      '½',
      '一',
      '5 %',
      '5n',
      '1 e3',
    ],
  ])('takes %j for no number', (text) => expect(readNumber(text)).toBeNaN())

  it.each([
    ['20 steps', 20],
    ['20steps', 20],
    ['20 Steps', 20],
    ['２０步', 20],
    ['1,000 步', 1000],
    ['1e3 steps', 1000],
    ['20', 20],
  ])('reads %j with one of its units behind it', (text, value) =>
    expect(readNumber(text, ['steps', '步'])).toBe(value),
  )

  it.each(['20 units', 'steps', '20 steps steps', '0x10 steps', '2 0 steps'])('takes %j for none', (text) =>
    expect(readNumber(text, ['steps', '步'])).toBeNaN(),
  )
})

describe('writeNumber', () => {
  it.each([
    [0.005, '0.005'],
    [0.0001, '0.0001'],
    [1.5e-5, '1.5e-5'],
    [-1e-9, '-1e-9'],
    [4294967295, '4294967295'],
    [0, '0'],
    [-Infinity, '-Infinity'],
    [1e22, '1e22'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => expect(writeNumber(value)).toBe(text))

  it('writes what is read back as the same number', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(finite, (value) => {
        expect(readNumber(writeNumber(value)) === value).toBe(true)
      }),
    )
  })
})
