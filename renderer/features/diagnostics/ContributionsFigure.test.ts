import { within } from '@testing-library/dom'
import { afterEach, describe, expect, it } from 'vitest'
import { createStepLink } from '../../charts/plot/stepLink'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import { everyView } from '../../testing/observation.testing'
import ContributionsFigure from './ContributionsFigure.vue'
import { ends, mainPath } from './contributionWords'

describe('the contributions', () => {
  let panel: MountedPanel
  afterEach(() => panel.close())
  const data = everyView(7).contributions!
  const mount = async (contributions: unknown, isWindowed = false) => {
    panel = await mountPanel(ContributionsFigure, { contributions, steps: createStepLink(), isWindowed })
  }
  const figure = () => panel.getByRole('figure', { name: 'Contributions' })
  const caption = () => figure().querySelector('figcaption')!.textContent

  it('of every step to each parameter, and the paths to each state, are plots that say their numbers', async () => {
    await mount({ update: 7, data })
    const plots = within(figure()).getAllByRole('slider')
    expect(plots.map((plot) => plot.getAttribute('aria-label'))).toEqual([
      ...['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'].map(
        (name) => `Bars of what each step adds to the gradient of ${name}`,
      ),
      'Plot of the paths of the gradient to h over steps',
      'Plot of the paths of the gradient to c over steps',
    ])
    expect(plots[1]!.getAttribute('aria-valuetext')).toBe('t = 20, ∥dW|ₜ∥ 0.500')
    await panel.key('ArrowLeft', plots[4])
    expect(plots[4]!.getAttribute('aria-valuetext')).toBe(
      't = 19, ∥dhₜ∥ 0.0600, from the output 0, W_hiᵀ da_i 0.0500, W_hfᵀ da_f 0.0250, W_hgᵀ da_g 0.0167, W_hoᵀ da_o 0.0125',
    )
    expect(plots[1]!.getAttribute('aria-valuetext')).toBe('t = 19, ∥dW|ₜ∥ 0.250')
  })

  it('are told in a sentence', async () => {
    await mount({ update: 7, data })
    expect(caption()).toContain(
      'At update 8 weight_hh_l0 gets most from t = 20 (0.50) and least from t = 1 (9.5e-7)',
    )
    expect(caption()).toContain('the strongest path back to c is f ⊙ dc, at 20 of 20 steps.')
  })

  it('leave the first step aside, before which there is no state', async () => {
    const [layer] = data.layers
    const parameters = layer!.parameters.map((each) => ({ ...each, norms: each.norms.with(0, 0) }))
    await mount({ update: 7, data: { layers: [{ ...layer!, parameters }] } })
    expect(caption()).toContain(
      'nothing where no state comes before, and least of the others from t = 2 (1.9e-6)',
    )
  })

  it('of steps that truncated BPTT does not reach are left out, not marked as lost', async () => {
    const [layer] = data.layers
    const parameters = layer!.parameters.map((each) => ({
      ...each,
      norms: each.norms.map((norm, t) => (t < 15 ? NaN : norm)),
    }))
    const crosses = () => panel.root.querySelectorAll('.cross').length
    await mount({ update: 7, data: { layers: [{ ...layer!, parameters }] } }, true)
    expect(crosses()).toBe(0)
    await panel.set({ isWindowed: false })
    expect(crosses()).toBe(15 * parameters.length)
  })

  it('are numbers in a table', async () => {
    await mount({ update: 7, data })
    await panel.press('Table of Contributions')
    const [, ...rows] = within(figure()).getAllByRole('row')
    expect(rows).toHaveLength(20)
    expect(rows.at(-1)!.textContent).toContain('0.500000')
  })

  it('say so where they are not finite, and where there is none yet', async () => {
    const [layer] = data.layers
    const parameters = layer!.parameters.map((each) => ({ ...each, norms: each.norms.map(() => NaN) }))
    await mount({ update: 7, data: { layers: [{ ...layer!, parameters }] } })
    expect(caption()).toContain('At update 8 the contributions are not finite.')
    panel.close()
    await mount(null)
    expect(caption()).toContain('Appears here with the first update, unless the network is too large')
  })
})

describe('what there is to say of contributions', () => {
  it('is where they are largest and smallest, of what is finite', () => {
    expect(ends([NaN, 3, 1, Infinity, 2])).toMatchObject({ most: 3, mostAt: 1, least: 1, leastAt: 2 })
    expect(ends([0], 0)).toMatchObject({ most: 0, mostAt: 0, isOnly: true })
    expect([ends([0, 2], 0), ends([2, 2])].map((found) => found!.isOnly)).toEqual([true, false])
    expect(ends([NaN])).toBeNull()
  })

  it('is the path that brings most at most of the steps, from outside aside', () => {
    const path = (name: string, ...norms: number[]) => ({ name, norms: Float64Array.from(norms) })
    const total = new Float64Array(4)
    const paths = [path('outside', 9, 9, 9, 9), path('keep', 2, 2, 0, 0), path('n', 1, 1, 3, 0)]
    expect(mainPath({ total, paths })).toEqual({ name: 'keep', steps: 2, of: 3 })
    expect(mainPath({ total, paths: paths.slice(0, 1) })).toBeNull()
  })
})
