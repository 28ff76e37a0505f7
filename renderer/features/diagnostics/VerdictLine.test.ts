import { afterEach, beforeEach, expect, it } from 'vitest'
import { GrowableColumn } from '../../charts/data/growableColumn'
import { LossReader } from '../../charts/data/lossFacts'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import { everyView } from '../../testing/observation.testing'
import VerdictLine from './VerdictLine.vue'

const { jacobian } = everyView(3)
const judged = (verdict: Partial<NonNullable<typeof jacobian>['verdict']>) => ({
  update: 3,
  data: { ...jacobian!, verdict: { ...jacobian!.verdict, ...verdict } },
})
const healthy = judged({ verdict: 'healthy', gain: 0.5, factor: 0.96 })

/** What is known of losses that stay at `loss`, of a task whose baseline is 1/6. */
function facts(...losses: readonly number[]) {
  const column = new GrowableColumn()
  column.append(Float64Array.from(losses))
  return new LossReader(1 / 6).read(column)
}

let line: MountedPanel
beforeEach(async () => {
  line = await mountPanel(VerdictLine, { jacobian: judged({}), facts: facts(), hasDiverged: false })
})
afterEach(() => line.close())

const text = () => line.root.textContent.replace(/\s+/g, ' ')
const words = () => [...line.root.querySelectorAll('button')].map((button) => button.textContent.trim())

it('says the verdict in words with its numbers, over the lag that the task needs', () => {
  expect(words()).toEqual(['Vanishing'])
  expect(text()).toMatch(/× 0\.500 per step ?from t = 20 back to t = 1, the lag of the task, 1\.9e-6 of/)
})

it('judges path and loss by two words, so that neither stands for the other', async () => {
  await line.set({ jacobian: healthy, facts: facts(0.16) })
  expect(words()).toEqual(['Healthy', 'Has not learned yet'])
  await line.set({ facts: facts(2.9e11) })
  expect(words()).toEqual(['Healthy', 'Has not learned yet'])
  expect(text()).toContain('loss 2.90e11, baseline 0.167')
  await line.set({ facts: facts(0.05) })
  expect(words()).toEqual(['Healthy', 'Learns'])
  await line.set({ facts: facts(0.05, 100) })
  expect(words()).toEqual(['Healthy', 'Loss rose again'])
  await line.set({ facts: facts(0.001) })
  expect(words()).toEqual(['Healthy', 'Solved'])
  await line.set({ hasDiverged: true })
  expect(words()).toEqual(['Healthy', 'Diverged'])
})

it('says on request by which limits each of the two words is judged, and at which update', async () => {
  await line.set({ jacobian: healthy, facts: facts(0.05) })
  const told = () => document.querySelector('[role=tooltip]')?.textContent
  const ask = (name: string) => line.getByRole('button', { name }).dispatchEvent(new FocusEvent('focus'))
  ask('Healthy')
  await expect.poll(told).toContain('At update 4, of the path alone')
  expect(told()).toContain('Below 0.001 over the lag a gradient vanishes, above 10 it explodes')
  expect(told()).toContain('back to an input that it depends on: 19.')
  ask('Learns')
  await expect.poll(told).toContain('Of the smoothed loss up to update 1: ')
  expect(told()).toContain('below half the baseline, 0.0833; the task is solved below 1/20 of it, 0.00833.')
})

it('says of a task that is solved all the same why its gradients vanish', async () => {
  expect(text()).not.toContain('solved all the same')
  await line.set({ facts: facts(0.001) })
  expect(words()).toEqual(['Vanishing', 'Solved'])
  expect(text()).toContain('solved all the same: a state that is held firmly passes little gradient')
  expect(line.root.querySelector('.bad')).toBe(null)
})

it('names the path that its number is of', async () => {
  const formula = () => line.root.querySelector('.formula annotation')!.textContent
  expect(formula()).toContain('\\partial \\bm{h}_t')
  await line.set({ jacobian: judged({ path: 'c' }) })
  expect(formula()).toContain('\\partial \\bm{c}_t')
})

it('calls a gradient that is not finite exploding, without a number that means nothing', async () => {
  await line.set({ jacobian: judged({ verdict: 'exploding', gain: NaN, factor: NaN }) })
  expect(text()).toContain('Exploding')
  expect(text()).toContain('stops being finite')
  expect(text()).not.toContain('NaN')
})

it('says so where exactly nothing comes back', async () => {
  await line.set({ jacobian: judged({ gain: 0, factor: 0 }) })
  expect(text()).toContain('nothing is left: exactly 0')
})

it('says that truncated BPTT ends before the lag', async () => {
  await line.set({ jacobian: judged({ verdict: 'truncated', gain: 0.3, factor: 0.67, lag: 3 }) })
  expect(words()).toEqual(['Truncated'])
  expect(text()).toContain('from t = 20 back to t = 17')
  expect(text()).toContain('truncated BPTT ends after 3 steps, the task needs 19')
  expect(text()).not.toContain('the lag of the task')
})

it('says of truncated BPTT that sees one step only no way back', async () => {
  await line.set({ jacobian: judged({ verdict: 'truncated', gain: 1, factor: 1, lag: 0 }) })
  expect(text()).toContain('truncated BPTT ends after 0 steps, the task needs 19')
  expect(text()).not.toContain('from t =')
})

it('says whether the network learns where the path is not measured', async () => {
  await line.set({ jacobian: null, facts: facts(0.001) })
  expect(text()).toContain('unless the network is too large')
  expect(words()).toEqual(['Solved'])
})
