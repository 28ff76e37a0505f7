import { describe, expect, it } from 'vitest'
import { formatDuration, formatMoment } from './time'

describe('a stretch of time', () => {
  it('is said by its two largest units', () => {
    const seconds = [0, 0.04, 9.96, 12.5, 59.7, 60, 245, 3600, 7980, 90_000, 86_400]
    expect(seconds.map((value) => formatDuration(value, 'en'))).toEqual([
      ...['0s', '<0.1s', '10s', '13s', '1m', '1m', '4m 5s', '1h', '2h 13m', '1d 1h', '1d'],
    ])
    expect(formatDuration(245, 'zh-CN')).toBe('4分钟 5秒')
  })
})

describe('an instant', () => {
  // Without a zone it is the machine's own time, whichever that is.
  const now = new Date('2026-11-29T10:00:00')

  it('is said in the words of the language, with seconds where these tell it from others', () => {
    expect(formatMoment('2026-11-28T09:05:07', 'en', { now })).toBe('Nov 28, 09:05')
    expect(formatMoment('2026-11-28T09:05:07', 'en', { now, seconds: true })).toBe('Nov 28, 09:05:07')
    expect(formatMoment('2026-11-28T09:05:07', 'zh-CN', { now })).toBe('11月28日 09:05')
  })

  it('of another year is said with the year', () => {
    expect(formatMoment('2025-11-28T09:05:07', 'en', { now })).toBe('Nov 28, 2025, 09:05')
  })
})
