import { afterEach, expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import { explain } from '../../../core/explain/lookup'
import type { TimelessRef } from '../../../core/explain/matrixRef'
import { stepId } from '../../../core/explain/stepId'
import { matrixOf, stepAt } from '../../../core/explain/timeline.testing'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../testing/mountPanel.testing'
import ExplainPanel from './ExplainPanel.vue'

const timeline = homeworkTimeline('part4')
const step = stepAt(timeline, stepId('forward', 0, 1))

let panel: MountedPanel
afterEach(() => panel.close())

async function explained(ref: TimelessRef): Promise<string> {
  const matrix = matrixOf(step, ref)
  panel = await mountPanel(ExplainPanel, {
    selected: { matrix, row: 2, col: 3 },
    equation: step.equations.find(({ result }) => result.id === matrix.id),
    explanation: explain(timeline, step, matrix, 2, 3),
    stepTitle: '',
    previous: null,
    isWatched: false,
    canGo: false,
    isRounded: false,
  })
  return panel.root.querySelector('.sum')!.textContent.replace(/\s+/g, ' ')
}

it('the explanation of an activation says z, then its tanh, and never that z is the displayed value', async () => {
  const state = matrixOf(step, { kind: 'h', cell: 0 }).at(2, 3)
  const text = await explained({ kind: 'h', cell: 0 })
  const z = Number(/sum z = ([−\d.]+);/.exec(text)![1]!.replace('−', '-'))
  // As many digits of z are shown as fit a row.
  expect(Math.tanh(z)).toBeCloseTo(state, 2)
  expect(Math.abs(z - state)).toBeGreaterThan(0.01)
  expect(text).toMatch(/; .*tanh.*z.*= displayed value/)
})

it('the explanation of what an activation is applied to says that the sum is the displayed value', async () => {
  const text = await explained({ kind: 'pre', cell: 0, gate: 0 })
  expect(text).toMatch(/terms?, sum [−\d.]+ = displayed value/)
  expect(text).not.toContain('tanh')
})

it('the gradient of a parameter is the sum of what each time step adds, or product by product', async () => {
  const gradients = stepAt(timeline, stepId('gradients', 0))
  const { result, explain: explainElement } = gradients.equations[1]!
  const explanation = explainElement!(1, 2)
  panel = await mountPanel(ExplainPanel, {
    selected: { matrix: result, row: 1, col: 2 },
    equation: gradients.equations[1],
    explanation,
    stepTitle: 'Parameter gradients',
    previous: null,
    isWatched: false,
    canGo: false,
    isRounded: false,
  })
  const names = (): (string | null)[] =>
    [...panel.root.querySelectorAll('[data-factor]')].map((factor) => factor.getAttribute('aria-label'))
  expect(names()).toEqual([1, 2, 3, 4].map((t) => `Go to dWaa, t=${t}[1,2]`))
  expect(panel.root.textContent).toContain('40 terms in 4 subtotals, sum 2.30')
  panel.getByRole('radio', { name: 'In order' }).click()
  await settle()
  expect(names()).toHaveLength(2 * 40)
  expect(panel.root.textContent).toContain('40 terms, sum 2.30')
})
