import { afterEach, beforeEach, expect, it } from 'vitest'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import { everyView } from '../../testing/observation.testing'
import VerdictLine from './VerdictLine.vue'

const { jacobian } = everyView(3)
const judged = (verdict: Partial<NonNullable<typeof jacobian>['verdict']>) => ({
  update: 3,
  data: { ...jacobian!, verdict: { ...jacobian!.verdict, ...verdict } },
})

let line: MountedPanel
beforeEach(async () => {
  line = await mountPanel(VerdictLine, { jacobian: judged({}), hasDiverged: false })
})
afterEach(() => line.close())

const text = () => line.root.textContent.replace(/\s+/g, ' ')

it('says the verdict in words with its numbers', () => {
  expect(text()).toMatch(/Vanishing ?× 0\.500 per step/)
  expect(text()).toContain('from t = 20 back to t = 1, 1.9e-6 of the signal is left')
})

it('calls a gradient that is not finite exploding, without a number that means nothing', async () => {
  await line.set({ jacobian: judged({ verdict: 'exploding', gain: NaN, factor: NaN }) })
  expect(text()).toContain('Exploding')
  expect(text()).toContain('stops being finite')
  expect(text()).not.toContain('NaN')
})

it('does not call a run healthy that diverged', async () => {
  await line.set({ jacobian: judged({ verdict: 'healthy', gain: 1, factor: 1 }) })
  expect(text()).toMatch(/^ ?Healthy/)
  await line.set({ hasDiverged: true })
  expect(text()).toMatch(/^ ?Diverged ?× 1\.00 per step/)
})
