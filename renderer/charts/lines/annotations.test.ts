import { describe, expect, it } from 'vitest'
import type { Palette } from '../color/palette'
import { logarithmic } from '../scales/logarithmic'
import { updateScale } from '../scales/updates'
import { levelAnnotations, markAnnotations } from './annotations'

const palette = { 'data-4': 'violet', 'data-reference': 'grey', 'surface-1': 'white' } as Palette

describe('the labels of levels', () => {
  const y = logarithmic({ min: 0.01, max: 1 }, { start: 0, end: 200 })
  const labels = (...levels: readonly (readonly [value: number, text: string])[]) => {
    const given = levels.map(([value, label]) => ({
      ...{ value, label, hue: 'data-reference' as const, dash: [2] },
    }))
    const annotations = levelAnnotations(given, y, palette)
    return levels.map((_, i) => annotations[`level${i}`]!.label!)
  }
  const adjusts = (...values: number[]) =>
    labels(...values.map((value) => [value, 'level'] as const)).map(({ xAdjust, yAdjust }) => [
      xAdjust,
      yAdjust,
    ])

  it('stand above their lines, and below one at the upper edge of the plot', () => {
    expect(labels([0.1, 'threshold'])).toMatchObject([{ display: true, content: 'threshold', yAdjust: -9 }])
    expect(adjusts(0.9)).toEqual([[-0, 9]])
  })

  it('lie below the curves, of which one may end there', () => {
    expect(labels([0.1, 'baseline'])).toMatchObject([{ drawTime: 'beforeDatasetsDraw' }])
  })

  it('are left out where there is no text', () => {
    expect(labels([0.1, ''])).toMatchObject([{ display: false }])
  })

  it('stand on either side of two lines that are close, whichever is told first', () => {
    expect(adjusts(0.1, 0.09)).toEqual([
      [-0, -9],
      [-0, 9],
    ])
    expect(adjusts(0.09, 0.1)).toEqual([
      [-0, 9],
      [-0, -9],
    ])
  })

  it('cover neither each other nor leave the plot, wherever two lines are', () => {
    const spots = Array.from({ length: 41 }, (_, i) => 10 ** (-2 + i / 20))
    for (const upper of spots) {
      for (const lower of spots.filter((value) => value < upper)) {
        const [one, other] = labels([upper, 'baseline'], [lower, 'floor'])
        const middles = [upper, lower].map(
          (value, i) => y.forward(value) - Number([one!, other!][i]!.yAdjust),
        )
        const isApart = Math.abs(middles[0]! - middles[1]!) >= 16 || one!.xAdjust !== other!.xAdjust
        expect([upper, lower, isApart]).toEqual([upper, lower, true])
        for (const middle of middles) expect(middle >= 8 && middle <= 192).toBe(true)
      }
    }
  })
})

describe('the labels of marks', () => {
  const x = updateScale('linear', { min: 0, max: 1000 }, { start: 0, end: 500 })
  const labels = (...updates: number[]) =>
    Object.values(
      markAnnotations(
        updates.map((update) => ({ update, label: `at ${update}` })),
        x,
        palette,
      ),
    ).map(({ label }) => label!)

  it('are left out where they would cover one another, but the lines stay', () => {
    expect(labels(0, 150, 154, 304, 600).map(({ display }) => display)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ])
  })

  it('stand right of their line, and left of it at the right edge of the plot', () => {
    expect(labels(0, 840, 990).map(({ xAdjust }) => xAdjust)).toEqual([38, 38, -38])
  })

  it('leave the plot nowhere, and cover none of those that stand right of their line', () => {
    for (let update = 0; update <= 1000; update += 10) {
      const xAdjust = Number(labels(update)[0]!.xAdjust)
      expect(update / 2 + xAdjust + 38).toBeLessThanOrEqual(500)
    }
    expect(labels(700, 860).map(({ display }) => display)).toEqual([true, false])
  })
})
