import { expect, it } from 'vitest'
import type { Palette } from './palette'
import { strokeOf } from './palette'

it('a faint line has the colour of its hue, let through', () => {
  const palette = { 'data-1': 'rgb(1, 2, 3)' } as Palette
  expect(strokeOf({ hue: 'data-1' }, palette)).toBe('rgb(1, 2, 3)')
  expect(strokeOf({ hue: 'data-1', isFaint: true }, palette)).toBe('rgba(1, 2, 3, 0.38)')
})
