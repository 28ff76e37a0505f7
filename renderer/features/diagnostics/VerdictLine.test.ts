import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Observation } from '../../../core/contract/observation'
import type { MountedApp } from '../../testing/mountApp.testing'
import { mountApp } from '../../testing/mountApp.testing'
import { everyView, observation } from '../../testing/observation.testing'

let lab: MountedApp
beforeEach(async () => {
  lab = await mountApp()
  await lab.type('Cell', 'lstm')
  await lab.press('Start')
})
afterEach(() => lab.close())

const show = async (what: Observation) => {
  lab.host.train([{ loss: 1, gradNorm: 1 }])
  lab.host.showObservation(what)
  await lab.settle()
}
const verdict = () => lab.root.querySelector('.verdict')!.textContent!.replace(/\s+/g, ' ')

it('says the verdict in words with its numbers', async () => {
  await show(everyView(3))
  await expect.poll(verdict).toMatch(/Vanishing ?× 0\.500 per step/)
  expect(verdict()).toContain('from t = 20 back to t = 1, 1.9e-6 of the signal is left')
})

it('calls a gradient that is not finite exploding, without a number that means nothing', async () => {
  const nonFinite = everyView(3).jacobian!
  const verdictOf = { ...nonFinite.verdict, verdict: 'exploding' as const, gain: NaN, factor: NaN }
  await show(observation(3, { jacobian: { ...nonFinite, verdict: verdictOf } }))
  await expect.poll(verdict).toContain('Exploding')
  expect(verdict()).toContain('stops being finite')
  expect(verdict()).not.toContain('NaN')
})

it('does not call a run healthy that diverged', async () => {
  const { jacobian } = everyView(3)
  const healthy = { ...jacobian!.verdict, verdict: 'healthy' as const, gain: 1, factor: 1 }
  await show(observation(3, { jacobian: { ...jacobian!, verdict: healthy } }))
  await expect.poll(verdict).toMatch(/^ ?Healthy/)
  const divergence = { update: 4, tensor: 'loss', step: null, value: 'Infinity' } as const
  lab.host.changeState({ status: 'diverged', update: 4, divergence })
  await lab.settle()
  expect(verdict()).toMatch(/^ ?Diverged ?× 1\.00 per step/)
})
