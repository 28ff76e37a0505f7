import { describe, expect, it } from 'vitest'
import tokens from '../../styles/tokens.css?raw'
import { contrast, tokenColors } from '../../testing/contrast.testing'
import type { Palette } from './palette'
import { strokeOf } from './palette'

it('a faint line has the raw colour of its hue', () => {
  const palette = { 'data-1': 'rgb(1, 2, 3)', 'data-1-raw': 'rgb(4, 5, 6)' } as Palette
  expect(strokeOf({ hue: 'data-1' }, palette)).toBe('rgb(1, 2, 3)')
  expect(strokeOf({ hue: 'data-1', isFaint: true }, palette)).toBe('rgb(4, 5, 6)')
})

describe('the colours of lines', () => {
  const hues = ['data-1', 'data-2', 'data-3', 'data-4', 'data-5', 'data-6', 'data-reference']

  for (const theme of ['light', 'dark'] as const) {
    const colors = tokenColors(tokens, theme)
    it.each([...hues, ...hues.map((hue) => `${hue}-raw`)])(
      `stand out from the surface, 3:1 at least: ${theme}, %s`,
      (name) => {
        expect(contrast(colors.get(name)!, colors.get('surface-1')!)).toBeGreaterThanOrEqual(3)
      },
    )

    it.each(hues)(`are fainter where they are raw: ${theme}, %s`, (hue) => {
      const [line, raw] = [hue, `${hue}-raw`].map((name) =>
        contrast(colors.get(name)!, colors.get('surface-1')!),
      )
      expect(raw).toBeLessThan(line!)
    })
  }
})

it.each(['light', 'dark'] as const)(
  'data keeps its hues where the system chooses the colours: %s',
  (theme) => {
    const [usual, forced] = tokens.split('@media (forced-colors: active)')
    const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(forced!)![1]!
    const kept = Array.from(block.matchAll(/--([\w-]+): (#[\da-f]{6});/g), ([, name, color]) => [name, color])
    const colors = tokenColors(usual!, theme)
    expect(kept.map(([name]) => name)).toEqual(
      expect.arrayContaining(['data-1', 'data-2', 'data-3', 'data-4', 'data-5', 'data-6', 'danger']),
    )
    for (const [name, color] of kept) expect([name, color]).toEqual([name, colors.get(name!)])
  },
)
