import { afterEach, expect, it } from 'vitest'
import { createStepLink } from '../../charts/plot/stepLink'
import { ref } from 'vue'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import { everyView } from '../../testing/observation.testing'
import JacobianFigure from './JacobianFigure.vue'

let figure: MountedPanel
afterEach(() => figure.close())

const { jacobian } = everyView(3)
const caption = () => figure.root.querySelector('figcaption')!.textContent
const formula = () => figure.root.querySelector('.formula annotation')!.textContent
const legends = () => [...figure.root.querySelectorAll('.legend')].map(({ textContent }) => textContent)

it('names the path of an LSTM that each number is of: in the sentence, in both plots and above them', async () => {
  const ofPath = (path: 'h' | 'c') => ({ ...jacobian!, verdict: { ...jacobian!.verdict, path } })
  const steps = createStepLink(ref(null))
  figure = await mountPanel(JacobianFigure, {
    jacobian: { update: 3, data: ofPath('c') },
    steps,
    isWindowed: false,
  })
  expect(caption()).toContain('the sensitivity ∥∂h_T/∂cₜ∥ of the last state is')
  expect(formula()).toMatch(/bm\{h\}_t .*bm\{c\}_t /)
  expect(legends()[0]).toMatch(/w\.r\.t\. h.*w\.r\.t\. c/)
  expect(legends()[1]).toMatch(/per step, along h.*per step, along c/)
  await figure.set({ jacobian: { update: 3, data: ofPath('h') } })
  expect(caption()).toContain('the sensitivity ∥∂h_T/∂hₜ∥ of the last state is')
})

it('speaks of h alone where there is no cell state', async () => {
  const data = { ...jacobian!, c: null, factorsC: null }
  figure = await mountPanel(JacobianFigure, {
    jacobian: { update: 3, data },
    steps: createStepLink(ref(null)),
    isWindowed: false,
  })
  expect(formula()).not.toContain('bm{c}')
  expect(legends().join()).not.toMatch(/w\.r\.t\. c|along/)
})

it('marks no step that truncated BPTT does not reach as lost, and gives no factor to the last one', async () => {
  const outside = (values: Float64Array): Float64Array => values.map((value, t) => (t < 10 ? NaN : value))
  const factors = outside(jacobian!.factors)
  factors[factors.length - 1] = NaN
  const data = { ...jacobian!, h: outside(jacobian!.h), c: null, factors, factorsC: null }
  const props = { jacobian: { update: 3, data }, steps: createStepLink(ref(null)) }
  figure = await mountPanel(JacobianFigure, { ...props, isWindowed: true })
  expect(figure.root.querySelectorAll('.cross')).toHaveLength(0)
  expect(legends().join()).not.toContain('NaN')
  expect(legends()[1]).toContain('–')
})

it('marks steps at which numbers were lost in a pass over the whole sequence', async () => {
  const h = jacobian!.h.map((value, t) => (t < 10 ? NaN : value))
  const props = { jacobian: { update: 3, data: { ...jacobian!, h } }, steps: createStepLink(ref(null)) }
  figure = await mountPanel(JacobianFigure, { ...props, isWindowed: false })
  expect(figure.root.querySelectorAll('.cross').length).toBeGreaterThan(0)
})
