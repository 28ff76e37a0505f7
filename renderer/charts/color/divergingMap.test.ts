import { describe, expect, it } from 'vitest'
import type { Triple } from './colorMap'
import { distance, labToRgb, rgbToLab } from './colorMap'
import { diverging } from './divergingMap'

const rgbOf = (pixel: number): Triple => [
  (pixel & 255) / 255,
  ((pixel >> 8) & 255) / 255,
  ((pixel >> 16) & 255) / 255,
]

/**
 * What is left of a colour without one kind of cone, in linear sRGB.
 * @see Viénot, Brettel and Mollon, "Digital video colourmaps for checking the legibility of displays by
 * dichromats", Color Research and Application 24 (1999), as matrices of linear sRGB.
 */
const dichromats: Record<string, readonly Triple[]> = {
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
}
const toLinear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
const toScreen = (channel: number): number =>
  channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055
function seenBy(matrix: readonly Triple[], rgb: Triple): Triple {
  const linear = rgb.map(toLinear)
  return matrix.map((row) =>
    toScreen(
      Math.max(
        0,
        row.reduce((sum, weight, i) => sum + weight * linear[i]!, 0),
      ),
    ),
  ) as unknown as Triple
}

for (const theme of ['light', 'dark'] as const) {
  describe(`the diverging map, ${theme}`, () => {
    const { pixels, colorAt } = diverging(theme === 'dark')
    const labs = Array.from(pixels, (pixel) => rgbToLab(rgbOf(pixel)))
    const middle = (labs.length - 1) / 2

    it('has no hue at zero, exactly in its middle', () => {
      expect(Number.isInteger(middle)).toBe(true)
      const [, a, b] = labs[middle]!
      expect(Math.hypot(a, b)).toBeLessThan(0.005)
      expect(colorAt(0.5)).toBe(
        `rgb(${rgbOf(pixels[middle]!)
          .map((channel) => Math.round(channel * 255))
          .join(' ')})`,
      )
    })

    it('is blue below and orange above, and equally strong where values are equally large', () => {
      for (let i = 40; i <= middle; i++) {
        const [below, above] = [labs[middle - i]!, labs[middle + i]!]
        expect(below[2]).toBeLessThan(0)
        expect(above[2]).toBeGreaterThan(0)
        expect(Math.abs(below[0] - above[0])).toBeLessThan(0.01)
      }
    })

    it('goes away from the surface with the size, evenly', () => {
      const sign = theme === 'dark' ? 1 : -1
      for (const side of [-1, 1]) {
        for (let i = 2; i <= middle; i++)
          expect(sign * (labs[middle + side * i]![0] - labs[middle + side * (i - 2)]![0])).toBeGreaterThan(0)
        const steps = Array.from({ length: 8 }, (_, i) =>
          distance(labs[middle + side * 15 * i]!, labs[middle + side * 15 * (i + 1)]!),
        )
        expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.2)
      }
    })

    for (const [name, matrix] of Object.entries(dichromats)) {
      it(`keeps the signs apart with ${name}: at half the size they differ more than zero and a quarter do`, () => {
        const seen = (i: number): Triple => rgbToLab(seenBy(matrix, rgbOf(pixels[middle + i]!)))
        const half = Math.round(middle / 2)
        expect(distance(seen(-half), seen(half))).toBeGreaterThan(0.09)
        expect(distance(seen(-half), seen(half))).toBeGreaterThan(
          distance(rgbToLab(labToRgb(labs[middle]!)), labs[middle + Math.round(middle / 8)]!),
        )
      })
    }
  })
}
