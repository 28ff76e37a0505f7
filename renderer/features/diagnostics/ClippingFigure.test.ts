import { within } from '@testing-library/dom'
import { afterEach, describe, expect, it } from 'vitest'
import type { Clipping } from '../../../core/contract/observation'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import ClippingFigure from './ClippingFigure.vue'
import { clippingPlane } from './clippingPlane'

const norm: Clipping = { mode: 'norm', threshold: 1, normBefore: 4, normAfter: 1, cosine: 1, cutShare: 1 }
const value: Clipping = { ...norm, mode: 'value', threshold: 0.1, normAfter: 2, cosine: 0.6, cutShare: 0.25 }

describe('the plane of the gradient before and after clipping', () => {
  it('has true lengths and the true angle between the two', () => {
    expect(clippingPlane(value)).toMatchObject({
      before: { x: 1, y: 0 },
      after: { x: 0.3, y: 0.4 },
      direction: { x: 0.6, y: 0.8 },
      limit: null,
    })
    expect(clippingPlane(value)!.angle).toBeCloseTo(53.13, 2)
  })

  it('has one direction, and the circle of the threshold, where the norm is clipped', () => {
    expect(clippingPlane(norm)).toEqual({
      before: { x: 1, y: 0 },
      after: { x: 0.25, y: 0 },
      direction: { x: 1, y: 0 },
      limit: 0.25,
      angle: 0,
    })
  })

  it('is not there where a gradient has no direction or is not known', () => {
    expect(clippingPlane({ ...norm, normBefore: Infinity })).toBeNull()
    expect(clippingPlane({ ...value, cosine: NaN })).toBeNull()
    expect(clippingPlane({ ...norm, normBefore: 0, normAfter: 0 })).toBeNull()
  })
})

describe('the picture of clipping', () => {
  let panel: MountedPanel
  afterEach(() => panel.close())
  const figure = () => panel.getByRole('figure', { name: 'Gradient before and after clipping' })
  const mount = async (clipping: Clipping | null) => {
    const norms = clipping && { update: 7, data: { clipping, parameters: [] } }
    panel = await mountPanel(ClippingFigure, { norms })
  }
  const captions: readonly [Clipping, string][] = [
    [
      { ...norm, mode: 'none', threshold: null, normAfter: 4, cutShare: 0 },
      'nothing clips: the gradient has norm 4.00',
    ],
    [
      { ...norm, threshold: 9, normAfter: 4, cutShare: 0 },
      'of norm 4.00, is within the threshold: nothing is clipped',
    ],
    [norm, 'shortens the gradient from 4.00 to 1.00 and keeps its direction: cosine 1.00'],
    [value, 'shortens the gradient from 4.00 to 2.00 and turns it by 53°: cosine 0.600'],
    [{ ...value, mode: 'step' }, 'turns it by 53°: cosine 0.600'],
    [{ ...value, cosine: NaN, cutShare: NaN }, 'the angle between the two is not known'],
    [{ ...norm, normBefore: NaN, normAfter: NaN, cosine: NaN }, 'the angle between the two is not known'],
  ]

  it.each(captions)('of %j is told in a sentence', async (clipping, words) => {
    await mount(clipping)
    expect(figure().querySelector('figcaption')!.textContent).toContain(words)
  })

  it('shows the arrows and says of what plane they are', async () => {
    await mount(value)
    within(figure()).getByRole('img', { name: 'The gradient before and after clipping as arrows' })
    expect(figure().querySelector('figcaption')!.textContent).toContain('lengths and angle are the true ones')
    expect(figure().textContent).toMatch(/elements clipped\s*25%/)
    expect(figure().querySelector('.limit')).toBeNull()
  })

  it('gives its numbers as a table', async () => {
    await mount(norm)
    await panel.press('Table of Gradient before and after clipping')
    expect(within(figure()).getByRole('row', { name: /cosine 1.00/ })).toBeDefined()
  })

  it('waits for the first update', async () => {
    await mount(null)
    expect(figure().textContent).toContain('Appears here with the first update')
  })
})
