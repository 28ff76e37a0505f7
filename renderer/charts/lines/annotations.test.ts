import { describe, expect, it } from 'vitest'
import type { Palette } from '../color/palette'
import { logarithmic } from '../scales/logarithmic'
import { updateScale } from '../scales/updates'
import { levelAnnotation, markAnnotations } from './annotations'

const palette = { 'data-4': 'violet', 'data-reference': 'grey', 'surface-1': 'white' } as Palette

describe('the label of a level', () => {
  const y = logarithmic({ min: 0.01, max: 1 }, { start: 0, end: 200 })
  const label = (value: number, text = 'threshold') =>
    levelAnnotation({ value, label: text, hue: 'data-reference', dash: [2] }, y, palette).label!

  it('stands above its line, and below it at the upper edge of the plot', () => {
    expect(label(0.1)).toMatchObject({ display: true, content: 'threshold', yAdjust: -9 })
    expect(label(0.9).yAdjust).toBe(9)
  })

  it('is left out where there is no text', () => {
    expect(label(0.1, '').display).toBe(false)
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
    expect(labels(0, 900, 990).map(({ xAdjust }) => xAdjust)).toEqual([38, 38, -38])
  })
})
