import { describe, expect, it } from 'vitest'
import {
  cellNumber,
  exponentOf,
  fullText,
  longText,
  narrowText,
  shareOf,
  texNumber,
  tightText,
  tint,
  tintOf,
  wideText,
} from './cellText'

describe('narrowText', () => {
  it('keeps three significant digits and fits a narrow cell', () => {
    const values = [0.12345, -0.5, 0.01234, -1.2345, 123.4, 0, 1, 0.99999, 0.001234]
    expect(values.map((value) => narrowText(value))).toEqual([
      '.123',
      '−.500',
      '.012',
      '−1.23',
      '123',
      '0',
      '1.00',
      '1.00',
      '.0012',
    ])
  })

  it('goes over to powers of ten, and names what is no number', () => {
    expect([1234, -4.56e-7, 1e-5, NaN, -Infinity].map((value) => narrowText(value))).toEqual([
      '1.2e3',
      '−4.6e-7',
      '1e-5',
      'NaN',
      '−∞',
    ])
    expect(narrowText(-4.56e-7, 0)).toBe('−5e-7')
  })
})

it('tightText takes no more than five characters', () => {
  const values = [0.12345, -0.5, -0.00345, -1.2345, -4.56e-7, 0]
  expect(values.map(tightText)).toEqual(['.123', '−.500', '−.003', '−1.23', '−5e-7', '0'])
})

it('exponentOf is the power of ten of a matrix whose numbers are unhandy', () => {
  expect([0, 0.5, 12, 0.0099, 8.1e-6, 1e-6, 4e5, NaN].map(exponentOf)).toEqual([0, 0, 0, -3, -6, -6, 5, 0])
})

it('fullText keeps every digit', () => {
  expect([-0.4605641030588796, 1e-21, -2.5e-9].map(fullText)).toEqual([
    '−0.4605641030588796',
    '1e-21',
    '−2.5e-9',
  ])
})

it('shareOf is the part of the largest, and none where there is no largest', () => {
  expect([shareOf(-1, 2), shareOf(3, 2), shareOf(1, 0), shareOf(NaN, 1)]).toEqual([-0.5, 1, 0, 0])
})

it('tint goes to either side of the surface', () => {
  expect(tint(-1)).toContain('--data-1')
  expect(tint(0.5)).toContain('var(--data-2) 26.0%')
})

it('wideText keeps four significant digits', () => {
  expect([0.12345, -12.3456, 12345, -1.234e-5, 0, NaN].map(wideText)).toEqual([
    '0.1235',
    '−12.35',
    '1.23e4',
    '−1.23e-5',
    '0',
    'NaN',
  ])
})

it('longText keeps eight significant digits', () => {
  expect([0.123456789, -1.23456789e-7, 0, Infinity].map(longText)).toEqual([
    '0.12345679',
    '−1.234568e-7',
    '0',
    '∞',
  ])
})

it('texNumber writes powers of ten', () => {
  expect([texNumber(-1.234e-5), texNumber(0.5), texNumber(NaN)]).toEqual([
    '-1.23 \\cdot 10^{-5}',
    '0.5000',
    '\\text{NaN}',
  ])
})

it('cellNumber takes the power of ten out, but of all digits', () => {
  const value = -1.23456789012e-7
  expect(
    [null, 'narrow', 'wide', 'long', 'full'].map((text) => cellNumber(text as 'full', value, -7)),
  ).toEqual(['', '−1.23', '−1.235', '−1.2345679', '−1.23456789012e-7'])
})

it('tintOf is that of the share, and another for what is not finite', () => {
  expect(tintOf(1, 2)).toBe(tint(0.5))
  for (const value of [NaN, Infinity, -Infinity]) expect(tintOf(value, 2)).toContain('var(--danger)')
})
