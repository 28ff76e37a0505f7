import { describe, expect, it } from 'vitest'
import { cellNumber, fullText, shareOf, shortText, texNumber, tint, tintOf } from './cellText'

describe('shortText', () => {
  it('keeps three significant digits', () => {
    const values = [0.12345, -0.5, 0.01234, -1.2345, 123.4, 0, 1, 0.99999, 0.001234, -0.00099951]
    expect(values.map(shortText)).toEqual([
      '0.123',
      '−0.500',
      '0.0123',
      '−1.23',
      '123',
      '0',
      '1.00',
      '1.00',
      '0.00123',
      '−0.00100',
    ])
  })

  it('goes over to powers of ten, and names what is no number', () => {
    expect([1234, 999.6, -4.56e-7, 1e-5, 9.994e-4, NaN, -Infinity].map(shortText)).toEqual([
      '1.23e3',
      '1.00e3',
      '−4.56e-7',
      '1.00e-5',
      '9.99e-4',
      'NaN',
      '−∞',
    ])
  })
})

it('fullText keeps every digit', () => {
  expect([-0.4605641030588796, 1e-21, -2.5e-9, 0.0000254, 1234.5, 0].map(fullText)).toEqual([
    '−0.4605641030588796',
    '1e-21',
    '−2.5e-9',
    '2.54e-5',
    '1.2345e3',
    '0',
  ])
})

it('shareOf is the part of the largest, and none where there is no largest', () => {
  expect([shareOf(-1, 2), shareOf(3, 2), shareOf(1, 0), shareOf(NaN, 1)]).toEqual([-0.5, 1, 0, 0])
})

it('tint goes to either side of the surface', () => {
  expect(tint(-1)).toContain('--data-1')
  expect(tint(0.5)).toContain('var(--data-2) 26.0%')
})

it('texNumber writes the same as LaTeX', () => {
  expect([-1.234e-5, 0.5, NaN, -Infinity].map(texNumber)).toEqual([
    '-1.23\\mathrm{e}{-5}',
    '0.500',
    '\\text{NaN}',
    '\\text{−∞}',
  ])
})

it('cellNumber is what there is room for', () => {
  const value = -1.23456789012e-7
  expect([null, 'short', 'full'].map((text) => cellNumber(text as 'full', value))).toEqual([
    '',
    '−1.23e-7',
    '−1.23456789012e-7',
  ])
})

it('tintOf is that of the share, and another for what is not finite', () => {
  expect(tintOf(1, 2)).toBe(tint(0.5))
  for (const value of [NaN, Infinity, -Infinity]) expect(tintOf(value, 2)).toContain('var(--danger)')
})
