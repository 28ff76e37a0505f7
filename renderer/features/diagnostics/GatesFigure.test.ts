import { within } from '@testing-library/dom'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { CellName } from '../../../core/kinds/cells'
import { createStepLink } from '../../charts/plot/stepLink'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import { addingSample } from '../../testing/observation.testing'
import GatesFigure from './GatesFigure.vue'

/** Sequences marked at t = 3 and t = 10 (see `addingSample`). */
const MARKS = [2, 9]
const STEPS = 12

describe('the gates over time', () => {
  let panel: MountedPanel
  let link: ReturnType<typeof createStepLink>
  afterEach(() => panel.close())

  const filled = (value: (step: number, unit: number) => number, units: number, steps: number) =>
    Float64Array.from({ length: steps * units }, (_, i) => value(Math.floor(i / units), i % units))
  const mount = async (cell: CellName, names: readonly string[], { units = 2, steps = STEPS } = {}) => {
    link = createStepLink()
    const values = (gate: string) =>
      filled((step, unit) => (gate === 'z' && MARKS.includes(step) ? 0.1 : 0.8 + unit / 10), units, steps)
    const states = {
      update: 7,
      data: {
        layer: 'l0',
        sample: addingSample(7, steps),
        seqLen: steps,
        hiddenSize: units,
        h: filled((step) => step + 1, units, steps),
        c: null,
        gates: names.map((gate) => ({ gate, values: values(gate) })),
      },
    }
    panel = await mountPanel(GatesFigure, {
      states,
      experiment: defaultExperiment('adding', cell),
      steps: link,
    })
  }
  const figure = () => panel.getByRole('figure', { name: 'Gates over time' })
  const matrices = () =>
    within(figure())
      .getAllByRole('slider', { name: /^Heatmap/ })
      .map((each) => /^Heatmap of (.*)$/.exec(each.getAttribute('aria-label')!)![1])
  const diagram = () => within(figure()).getByRole('slider', { name: /^Diagram of the cell/ })
  const says = () => diagram().getAttribute('aria-valuetext')

  it('show what keeps the memory first and candidates last, and say what happens at the marks', async () => {
    await mount('gru', ['r', 'z', 'n'])
    expect(matrices()).toEqual(['update gate z', 'reset gate r', 'candidate n'])
    expect(figure().querySelector('figcaption')!.textContent).toContain(
      'At update 8 the mean of the update gate z falls at the marked steps (t = 3, 10): 0.10, against 0.85 at the others.',
    )
    expect(figure().querySelectorAll('.matrix .mark').length).toBeGreaterThan(0)
  })

  it('put the sequence below them, and say what stands at the step under the cursor', async () => {
    await mount('gru', ['r', 'z', 'n'])
    expect(figure().querySelectorAll('.sequence .marker')).toHaveLength(MARKS.length)
    link.look(2)
    await panel.set({})
    expect(figure().querySelector('.words')!.textContent).toBe('t = 3, input 0.400, marked')
  })

  it('draw the cell with the numbers of the step: of all units, or of the one that is looked at', async () => {
    await mount('gru', ['r', 'z', 'n'])
    expect(says()).toContain('t = 12, all units')
    expect(says()).toContain('z 0.85')
    await panel.key('Home', diagram())
    expect(says()).toContain('∥hₜ₋₁∥ 0')
    await panel.key('ArrowRight', diagram())
    await panel.key('ArrowRight', diagram())
    await panel.key('ArrowDown', diagram())
    expect(says()).toContain('t = 3, unit 0')
    expect(says()).toContain('z 0.10')
    expect(says()).toContain('hₜ₋₁ 2.0')
    await panel.key('ArrowDown', diagram())
    expect(says()).toContain('r 0.90')
  })

  it('give means and units as a table', async () => {
    await mount('gru', ['r', 'z', 'n'])
    await panel.press('Table of Gates over time')
    const [head, ...rows] = within(figure()).getAllByRole('row')
    expect(rows).toHaveLength(STEPS)
    expect(
      within(head!)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toContain('z, mean')
  })

  it.each([
    ['rnn', [], 'hidden state h'],
    ['residual', ['g'], 'residual function g'],
  ] as const)('of a cell without gates are what it has instead: %s', async (cell, gates, shown) => {
    await mount(cell, gates)
    expect(matrices()).toEqual([shown])
    expect(figure().querySelector('figcaption')!.textContent).toContain(`no gates; shown is its ${shown}.`)
    expect(says()).toContain('∥hₜ∥')
  })

  it('hold one unit and one step as well', async () => {
    await mount('lstm', ['i', 'f', 'g', 'o'], { units: 1, steps: 1 })
    expect(matrices()).toEqual(['forget gate f', 'input gate i', 'output gate o', 'candidate g'])
    expect(figure().querySelector('.mean .line')!.getAttribute('d')).toMatch(/^M0 [\d.]+H1$/)
    expect(says()).toContain('cₜ₋₁∥ –')
  })

  it('wait for the first update', async () => {
    panel = await mountPanel(GatesFigure, { states: null, experiment: null, steps: createStepLink() })
    expect(figure().textContent).toContain('Appears here with the first update')
  })
})
