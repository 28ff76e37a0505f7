import { describe, expect, it } from 'vitest'
import type { Triple } from './colorMap'
import { colorAt, colorStops, distance, labToRgb, pixels, rgbToLab } from './colorMap'

const rgb = (pixel: number): Triple => [
  (pixel & 255) / 255,
  ((pixel >> 8) & 255) / 255,
  ((pixel >> 16) & 255) / 255,
]
const labs = Array.from(pixels, (pixel) => rgbToLab(rgb(pixel)))

describe('the colour map', () => {
  it('knows OKLab: white and pure red are where its author puts them', () => {
    const [L, a, b] = rgbToLab([1, 1, 1])
    expect([L, a, b].map((value) => Number(value.toFixed(3)) + 0)).toEqual([1, 0, 0])
    expect(rgbToLab([1, 0, 0]).map((value) => Number(value.toFixed(3)))).toEqual([0.628, 0.225, 0.126])
  })

  it('comes back from OKLab to where it was', () => {
    const back = labToRgb(rgbToLab([0.2, 0.5, 0.8]))
    expect(back.map((value) => Number(value.toFixed(4)))).toEqual([0.2, 0.5, 0.8])
  })

  it('gets lighter from end to end, so that it reads without colour', () => {
    // Two steps apart: rounding to bytes may hold one step up.
    for (let i = 2; i < labs.length; i++) expect(labs[i]![0]).toBeGreaterThan(labs[i - 2]![0])
    expect(labs[0]![0]).toBeLessThan(0.25)
    expect(labs.at(-1)![0]).toBeGreaterThan(0.9)
  })

  it('takes even steps: fifteen of them differ by a few per cent only', () => {
    const steps = Array.from({ length: 15 }, (_, i) => distance(labs[17 * i]!, labs[17 * (i + 1)]!))
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.15)
  })

  it('is opaque everywhere and clamps what lies outside', () => {
    for (const pixel of pixels) expect(pixel >>> 24).toBe(255)
    expect(colorAt(-1)).toBe(colorAt(0))
    expect(colorAt(7)).toBe(colorAt(1))
    expect(colorStops(3)).toBe(`${colorAt(0)}, ${colorAt(0.5)}, ${colorAt(1)}`)
  })
})
