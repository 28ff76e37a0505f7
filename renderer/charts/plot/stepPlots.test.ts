import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { giveElementsSize } from '../../testing/elementSize.testing'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import MatrixHeat from './MatrixHeat.vue'
import { createStepLink } from './stepLink'
import StepPlot from './StepPlot.vue'
import UnitStrip from './UnitStrip.vue'

let link: ReturnType<typeof createStepLink>
let panel: MountedPanel
let forgetSize: () => void
beforeEach(() => {
  forgetSize = giveElementsSize(368, 134)
  link = createStepLink()
})
afterEach(() => {
  panel.close()
  forgetSize()
})

const slider = () => panel.getByRole('slider')
const press = async (...keys: string[]) => {
  for (const key of keys) await panel.key(key, slider())
}
const point = async (x: number, y = 0) => {
  slider().dispatchEvent(Object.assign(new Event('pointermove'), { clientX: x, clientY: y }))
  await panel.set({})
}
const value = (name: string) => slider().getAttribute(`aria-value${name}`)

describe('a plot over steps', () => {
  const line = (...values: number[]) => ({ id: 'h', label: 'norm', hue: 'data-1' as const, values })
  const mount = async (scale: 'log' | 'linear', ...values: number[]) => {
    panel = await mountPanel(StepPlot, { label: 'Plot', lines: [line(...values)], scale, link })
  }
  /** The plot area reaches from 58 to 358, 8 to 108. */
  const path = () => panel.root.querySelector('.curve')!.getAttribute('d')
  const crosses = () => panel.root.querySelectorAll('.cross').length

  it('draws its values from the first step on the left to the last on the right', async () => {
    await mount('linear', 0, 1, 2)
    expect(path()).toMatch(/^M58\.0 94\.0L208\.0 [\d.]+L358\.0 [\d.]+$/)
  })

  it('has gaps where a value cannot be drawn, and a cross where it is not finite', async () => {
    await mount('log', 1, 0, 1, NaN, 1)
    expect(path()!.match(/M/g)).toHaveLength(3)
    expect(crosses()).toBe(1)
  })

  it('shows exact zeros at the foot of a logarithmic scale, and says what they are', async () => {
    const zeros = () => panel.root.querySelectorAll('.plot .zero').length
    await mount('log', 1, 0, 0, 1)
    expect(zeros()).toBe(2)
    expect(panel.root.textContent).toContain('exactly 0')
    panel.close()
    await mount('log', 0, 0)
    expect(zeros()).toBe(2)
    expect(panel.root.textContent).toContain('exactly 0')
    panel.close()
    await mount('linear', 1, 0, 1)
    expect(zeros()).toBe(0)
    expect(panel.root.textContent).not.toContain('exactly 0')
  })

  it('moves by keys from the newest step on, and says step and value', async () => {
    await mount('linear', 5, 6, 7, 8)
    expect([value('min'), value('max'), value('now')]).toEqual(['1', '4', '4'])
    await press('ArrowLeft', 'ArrowDown', 'ArrowRight')
    expect(value('text')).toBe('t = 3, norm 7.00')
    await press('Home', 'ArrowLeft')
    expect(link.step).toBe(0)
    await press('End', 'ArrowUp')
    expect(link.step).toBe(3)
  })

  it('follows the pointer to the nearest step', async () => {
    await mount('linear', 5, 6, 7, 8)
    await point(58 + 149)
    expect(link.step).toBe(1)
    await point(58 + 151)
    expect(link.step).toBe(2)
    await point(9999)
    expect(link.step).toBe(3)
  })

  it('takes neither pointer nor keys while it is empty', async () => {
    await mount('linear')
    await point(100)
    await press('Home')
    expect(link.step).toBeNull()
  })
})

describe('a matrix of units over steps', () => {
  const values = Float64Array.from({ length: 12 }, (_, i) => i)
  beforeEach(async () => {
    const size = { numSteps: 4, numUnits: 3, colors: { min: 0, max: 11 } }
    panel = await mountPanel(MatrixHeat, { label: 'Matrix', name: 'h', values, ...size, link })
    Object.defineProperties(slider(), { offsetWidth: { value: 400 }, offsetHeight: { value: 90 } })
  })

  it('says step, unit and value, a column a step and a row a unit from the top', async () => {
    await point(250, 40)
    expect([link.step, link.unit]).toEqual([2, 1])
    expect(value('text')).toBe('t = 3, unit 1, 7.00')
    await point(399.9, 89.9)
    expect([link.step, link.unit]).toEqual([3, 2])
  })

  it('moves by keys: right to later steps, down to later units, not beyond either end', async () => {
    slider().focus()
    expect([link.step, link.unit]).toEqual([3, 0])
    await press('ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp')
    expect([link.step, link.unit]).toEqual([2, 0])
    await press('ArrowDown', 'ArrowDown', 'ArrowDown')
    expect(link.unit).toBe(2)
  })

  it('keeps a unit by a click or Enter and lets it go by Escape', async () => {
    await point(50, 80)
    slider().click()
    await point(50, 10)
    expect([link.unit, link.keptUnit]).toEqual([0, 2])
    await press('Escape')
    expect(link.keptUnit).toBeNull()
  })
})

describe('a strip of units', () => {
  beforeEach(async () => {
    const shares = Float64Array.of(0, 0.25, 1)
    panel = await mountPanel(UnitStrip, { label: 'Units', shares, link })
    Object.defineProperty(slider(), 'offsetWidth', { value: 300 })
  })

  it('says the unit and its share, for pointer and keys, and leaves the step as it is', async () => {
    link.look(7)
    await point(150)
    expect([link.step, link.unit]).toEqual([7, 1])
    expect(value('text')).toBe('unit 1: saturated at 25% of the steps')
    await press('ArrowDown', 'ArrowRight')
    expect([link.step, link.unit, value('now')]).toEqual([7, 2, '2'])
    await press('ArrowUp', 'ArrowLeft', 'ArrowLeft')
    expect(link.unit).toBe(0)
  })
})
