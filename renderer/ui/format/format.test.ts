import { describe, expect, it } from 'vitest'
import { describeFields } from '../../../core/experiment/form'
import { formatBytes, formatCount, formatNumber, formatSetting, formatShare, formatTick } from './number'
import { typedNumber, unitWords } from './typed'
import { nudge, SLIDER_STOPS, stopOfValue, valueAtStop } from './steps'

describe('numbers', () => {
  it('keep four significant digits and their width', () => {
    expect([0.1666666, 0.1, 12.3456, 1234.5].map((value) => formatNumber(value, 'en'))).toEqual([
      '0.1667',
      '0.1000',
      '12.35',
      '1,235',
    ])
  })

  it('name what is not finite, and show tiny and huge values with their power of ten', () => {
    expect([NaN, Infinity, -Infinity, 0].map((value) => formatNumber(value, 'en'))).toEqual([
      'NaN',
      '∞',
      '−∞',
      '0',
    ])
    expect(formatNumber(1.2345e-7, 'en')).toBe('1.235e-7')
    expect(formatNumber(8.5e22, 'en', 3)).toBe('8.50e22')
  })

  it('show settings as they were set', () => {
    expect([0.005, 1, 1e-9, 2000].map((value) => formatSetting(value, 'en'))).toEqual([
      '0.005',
      '1',
      '1e-9',
      '2,000',
    ])
  })

  it('say how much data that is', () => {
    expect([0, 812, 4_432_000, 135_000, 2.5e9].map((bytes) => formatBytes(bytes, 'en'))).toEqual([
      ...['0 byte', '812 byte', '4.4 MB', '135 kB', '2.5 GB'],
    ])
  })

  it('never round a share to none or all', () => {
    expect([0, 0.0004, 0.062, 0.29, 0.995, 0.9999, 1].map((share) => formatShare(share, 'en'))).toEqual([
      '0',
      '< 0.1',
      '6.2',
      '29',
      '99.5',
      '> 99.9',
      '100',
    ])
  })

  it('label axes briefly, and counts in groups', () => {
    expect([0.01, 1000, 1e6, 1e-5].map((value) => formatTick(value, 'en'))).toEqual([
      '0.01',
      '1,000',
      '1e6',
      '1e-5',
    ])
    expect(formatCount(125_217, 'zh-CN')).toBe('125,217')
  })
})

describe('numbers that are typed', () => {
  it('are read in full width and with the unit of the field behind them, in either language', () => {
    const texts = ['２０', '20 steps', '20 step', '20 步', '２０步', ' 2,000 ', '0x10', '20 units']
    expect(texts.map((text) => typedNumber(text, { unit: 'steps' }))).toEqual([
      ...[20, 20, 20, 20, 20, 2000, NaN, NaN],
    ])
    expect(typedNumber('0.5 s', { unit: 'seconds' })).toBe(0.5)
    expect(typedNumber('5 steps', {})).toBeNaN()
    expect(unitWords('seconds')).toEqual(expect.arrayContaining(['s', '秒', 'seconds', 'second']))
  })

  it('are what the window writes: settings and counts read back as they are', () => {
    for (const value of [0.005, 1e-5, 1.5e-9, 2000, 4294967295, 0, -10, 1e22]) {
      for (const locale of ['en', 'zh-CN']) {
        expect(typedNumber(formatSetting(value, locale), {})).toBe(value)
        expect(typedNumber(formatCount(Math.round(value), locale), {})).toBe(Math.round(value))
      }
    }
  })
})

describe('steps of a field', () => {
  const field = (path: string) => describeFields('adding').find((candidate) => candidate.path === path)!

  it('go by one on a whole number and stop at its limits', () => {
    expect(nudge(field('model.hiddenSize'), 32, 1, false)).toBe(33)
    expect(nudge(field('model.hiddenSize'), 32, -1, true)).toBe(22)
    expect(nudge(field('model.hiddenSize'), 1, -1, false)).toBe(1)
  })

  it('go by a tenth of a decade on a logarithmic field', () => {
    expect(nudge(field('optimizer.lr'), 0.01, 1, false)).toBe(0.013)
    expect(nudge(field('optimizer.lr'), 0.01, 1, true)).toBe(0.1)
  })

  it('find their way back from every stop of the slider', () => {
    for (let stop = 0; stop <= SLIDER_STOPS; stop++) {
      expect(stopOfValue(field('optimizer.lr'), valueAtStop(field('optimizer.lr'), stop))).toBe(stop)
    }
    expect(stopOfValue(field('optimizer.lr'), 500)).toBe(SLIDER_STOPS)
    expect(stopOfValue(field('optimizer.lr'), NaN)).toBe(0)
  })
})
