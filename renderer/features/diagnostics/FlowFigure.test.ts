import { within } from '@testing-library/dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Observation } from '../../../core/contract/observation'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Experiment } from '../../../core/experiment/experiment'
import { everyView, observation, shrinking } from '../../testing/observation.testing'
import type { MountedDiagnostics } from './mountDiagnostics.testing'
import { mountDiagnostics } from './mountDiagnostics.testing'

const STEPS = 20

function clippedBy(mode: Experiment['clip']['mode']): Experiment {
  const experiment = defaultExperiment('adding', 'rnn')
  return { ...experiment, clip: { ...experiment.clip, mode } }
}

/** A gradient that stays at 0.01 after clipping, and grows to `first` on its way back before it. */
function flowAt(update: number, unclipped: 'known' | 'same' | null): Observation {
  const h = new Float64Array(STEPS).fill(0.01)
  const before = shrinking(STEPS, 2, 0.01)
  const found = unclipped === 'known' ? before : h
  const layer = { name: 'l0', h, c: null, unclipped: unclipped && { h: found, c: null } }
  return observation(update, { flow: { layers: [layer] }, jacobian: everyView(update).jacobian })
}

describe('the gradient flow', () => {
  let panel: MountedDiagnostics
  const figure = () => within(panel.figure('Gradient flow'))
  const stage = (name: string) => figure().queryByRole('radio', { name })
  const caption = () => panel.caption('Gradient flow')
  const heatmap = () => figure().getByRole('slider', { name: /^Heatmap/ })

  describe('in Each time step mode', () => {
    beforeEach(async () => void (panel = await mountDiagnostics(clippedBy('step'))))
    afterEach(() => panel.close())

    it('shows before and after clipping both, and says which of them is seen', async () => {
      await panel.show(flowAt(6, 'known'))
      await expect
        .poll(caption)
        .toContain(
          'At update 7 the gradient ∥∂L/∂hₜ∥ after clipping is 0.010 at t = 20 and 0.010 at t = 1: at most',
        )
      expect(heatmap().getAttribute('aria-valuetext')).toBe(
        'Update 7, t = 1: 0.0100 after clipping, 5,240 before clipping',
      )
      expect(panel.figure('Gradient flow').textContent).toContain('dashed: 5,240 before')

      stage('Before clipping')!.click()
      await expect
        .poll(caption)
        .toContain(
          'At update 7 the gradient ∥∂L/∂hₜ∥ before clipping grows from 0.010 at t = 20 to 5,200 at t = 1.',
        )
      expect(heatmap().getAttribute('aria-valuetext')).toBe(
        'Update 7, t = 1: 5,240 before clipping, 0.0100 after clipping',
      )
      expect(panel.figure('Gradient flow').textContent).toContain('dashed: 0.0100 after')
    })

    it('has the same colours before and after clipping, so that they can be compared', async () => {
      await panel.show(flowAt(6, 'known'))
      await expect.poll(caption).toContain('after clipping')
      const colours = () =>
        figure()
          .getByRole('img', { name: /^Color bar/ })
          .getAttribute('aria-label')
      const seen = colours()
      expect(seen).toBe('Color bar from 0.01 to 1e4')
      stage('Before clipping')!.click()
      await expect.poll(caption).toContain('before clipping')
      expect(colours()).toBe(seen)
    })

    it('says so where no time step clipped', async () => {
      await panel.show(flowAt(6, 'same'))
      await expect.poll(caption).toContain('No time step clipped: before and after are the same.')
      await panel.show(flowAt(7, 'known'))
      await expect.poll(caption).toContain('At update 8')
      expect(caption()).not.toContain('No time step clipped')
    })

    it('says so where the gradient before clipping is lost', async () => {
      await panel.show(flowAt(6, null))
      await expect.poll(caption).toContain('At update 7')
      stage('Before clipping')!.click()
      await expect.poll(caption).toContain('What the gradient was before clipping is not known of update 7.')
    })

    it('gives both as a table', async () => {
      await panel.show(flowAt(6, 'known'))
      await expect.poll(caption).toContain('At update 7')
      await panel.press('Table of Gradient flow')
      const headers = figure().getAllByRole('columnheader')
      expect(headers.map(({ textContent }) => textContent.trim())).toEqual([
        't',
        'l0 ∥∂L/∂hₜ∥ before clipping',
        'l0 ∥∂L/∂hₜ∥ after clipping',
      ])
    })
  })

  it('says of a task that is solved that its loss is small, and so its gradient', async () => {
    panel = await mountDiagnostics(clippedBy('norm'))
    const small = 'The loss is small, and so is its gradient.'
    await panel.show(flowAt(0, null))
    await expect.poll(caption).toContain('At update 1 ')
    expect(caption()).not.toContain(small)
    panel.host.train(Array.from({ length: 200 }, () => ({ loss: 1e-4, gradNorm: 1e-3 })))
    await expect.poll(caption).toContain(small)
    panel.close()
  })

  it.each(['none', 'norm', 'value'] as const)(
    'of other clipping, %s, has no before and after, since it clips no gradient of a state',
    async (mode) => {
      panel = await mountDiagnostics(clippedBy(mode))
      await panel.show(flowAt(6, null))
      await expect.poll(caption).toContain('At update 7 the gradient ∥∂L/∂hₜ∥ is 0.010 at t = 20 and')
      expect(stage('Before clipping')).toBeNull()
      expect(heatmap().getAttribute('aria-valuetext')).toBe('Update 7, t = 1: 0.0100')
      panel.close()
    },
  )
})
