import { describe, expect, it } from 'vitest'
import { place } from './placement'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const left = { x: -1280, y: 0, width: 1280, height: 1024 }
const last = { x: 100, y: 50, width: 1000, height: 700, isMaximized: false }

describe('place', () => {
  it('restores size and place', () => {
    expect(place(last, [screen])).toEqual({ x: 100, y: 50, width: 1000, height: 700 })
    expect(place({ ...last, x: -1200 }, [screen, left])).toMatchObject({ x: -1200 })
  })

  it('lets the system choose the place of the first window', () => {
    expect(place(null, [screen])).toEqual({ width: 1280, height: 820 })
  })

  it.each([
    ['left of', { x: -1200 }],
    ['right of', { x: 5000 }],
    ['above', { y: -500 }],
    ['below', { y: 1070 }],
  ])('forgets a place %s every screen, and keeps the size', (_, where) => {
    expect(place({ ...last, ...where }, [screen])).toEqual({ width: 1000, height: 700 })
  })

  it('is never larger than the screen, nor smaller than it can be used', () => {
    expect(place({ ...last, width: 5000, height: 4000 }, [screen])).toMatchObject({
      width: 1920,
      height: 1080,
    })
    expect(place({ ...last, width: 10, height: 10 }, [screen])).toEqual({ width: 880, height: 600 })
    expect(place(null, [{ ...screen, width: 1024, height: 740 }])).toEqual({ width: 1024, height: 740 })
  })

  it('works without a screen', () => {
    expect(place(last, [])).toEqual({ width: 1000, height: 700 })
  })
})
