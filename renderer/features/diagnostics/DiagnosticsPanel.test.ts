import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Observation } from '../../../core/contract/observation'
import { homeworkTimeline } from '../../../core/explain/homework'
import type { MountedApp } from '../../testing/mountApp.testing'
import { mountApp } from '../../testing/mountApp.testing'
import { everyView, observation } from '../../testing/observation.testing'

describe('the diagnostics', () => {
  let lab: MountedApp
  beforeEach(async () => {
    lab = await mountApp()
    await lab.type('Cell', 'lstm')
    await lab.press('Start')
  })
  afterEach(() => lab.close())

  const tab = (name: string) =>
    [...lab.root.querySelectorAll<HTMLElement>('[role=tab]')].find((one) => one.textContent?.trim() === name)!
  const open = async (name: string) => {
    tab(name).dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))
    await lab.settle()
  }
  const show = async (what: Observation) => {
    lab.host.train(Array.from({ length: 1 }, () => ({ loss: 1, gradNorm: 1 })))
    lab.host.showObservation(what)
    await lab.settle()
  }
  const caption = (figure: string) => lab.figure(figure).querySelector('figcaption')!.textContent
  const verdict = () => lab.root.querySelector('.verdict')!.textContent!.replace(/\s+/g, ' ')

  it('ask for what is on the screen: one tab and the verdict', async () => {
    expect(lab.host.views).toEqual(['flow', 'jacobian'])
    await open('States')
    expect([...lab.host.views].sort()).toEqual(['jacobian', 'memory', 'states'])
    await open('Jacobian')
    expect(lab.host.views).toEqual(['jacobian'])
  })

  it('ask for nothing while another place is shown', async () => {
    await lab.press('Runs')
    expect(lab.host.views).toEqual([])
    await lab.press('Lab')
    expect(lab.host.views).toEqual(['flow', 'jacobian'])
  })

  it('say how the gradient changes on its way back', async () => {
    await show(everyView(512))
    await expect
      .poll(() => caption('Gradient flow'))
      .toContain('At update 512 the gradient shrinks from 0.12 at t = 20 to 2.3e-7 at t = 1.')
  })

  it('say of updates that are blank why they are', async () => {
    await show(everyView(0))
    await expect.poll(() => caption('Gradient flow')).toContain('At update 0')
    expect(caption('Gradient flow')).not.toContain('Blank')
    lab.host.showObservation(everyView(1))
    await open('Histograms')
    lab.host.showObservation(everyView(900))
    await expect.poll(() => caption('Histograms')).toContain('Blank: out of sight then')
  })

  it('count the steps of a window as those of the sequence, and show no number outside of it', async () => {
    await lab.press('Reset')
    lab.root.querySelector<HTMLElement>('[aria-label="More settings: Training"]')!.click()
    await lab.settle()
    await lab.type('Truncate after', '4')
    await lab.press('Start')
    const { jacobian, flow } = everyView(0)
    const inWindow = (values: Float64Array) => values.map((value, t) => (t < 16 ? NaN : value))
    const [layer] = flow!.layers
    await show(
      observation(0, {
        flow: { layers: [{ ...layer!, h: inWindow(layer!.h), c: null }] },
        jacobian: { ...jacobian!, h: inWindow(jacobian!.h), verdict: { ...jacobian!.verdict, steps: 4 } },
      }),
    )
    await expect.poll(verdict).toContain('from t = 20 back to t = 17')
    const heat = lab.figure('Gradient flow').querySelector<HTMLElement>('.heat')!
    await expect.poll(() => heat.getAttribute('aria-valuetext')).toBe('Update 0, t = 17: 0.0150')
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      heat.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await lab.settle()
    }
    expect(heat.getAttribute('aria-valuetext')).toBe('Update 0, t = 16: outside the window')
  })

  it('show the cell state’s gradient where there is one', async () => {
    await show(everyView(512))
    await expect.poll(() => caption('Gradient flow')).toContain('At update 512')
    const choice = lab.figure('Gradient flow').querySelector<HTMLInputElement>('input[value=c]')!
    choice.checked = true
    choice.dispatchEvent(new Event('change', { bubbles: true }))
    await expect.poll(() => caption('Gradient flow')).toContain('shrinks from 0.20 at t = 20 to 0.027')
  })

  const figures = {
    Parameters: ['Gradient norm by parameter', 'head.weight with ∞'],
    Jacobian: ['Jacobian', '1.91e-6 times'],
    Spectrum: ['Spectrum', 'i 1.00, f 1.10, g 1.20, o 1.30'],
    Gates: ['Gate saturation', 'i: 40 %, f: 40 %, o: 40 %'],
    Histograms: ['Histograms', 'weights from -0.500 to 0.500'],
    States: ['States', 'inputs up to 7 steps back'],
    Trajectory: ['State trajectory', 'over 20 steps'],
  }
  for (const [name, [figure, words]] of Object.entries(figures)) {
    it(`have a figure with a sentence that follows the data: ${name}`, async () => {
      await open(name)
      expect(caption(figure!)).toContain('Appears here with the first update')
      await show(everyView(7))
      await expect.poll(() => caption(figure!)).toContain(words!)
    })
  }

  it('promise nothing of a network that is too large for them', async () => {
    await show(observation(3, { jacobian: null }))
    expect(verdict()).toContain('unless the network is too large')
    for (const name of ['Jacobian', 'Spectrum']) {
      await open(name)
      expect(caption(name)).toContain('unless the network is too large')
    }
  })

  it('say how signed values are coloured, and how gates are', async () => {
    await open('States')
    await show(everyView(7))
    await expect.poll(() => caption('States')).toContain('blue below 0, orange above')
    expect(caption('States')).toContain('Gates from 0, dark, to 1, light.')
    const ends = (name: string) =>
      [...lab.figure('States').querySelectorAll('.matrix')]
        .find((one) => one.querySelector('strong')?.textContent === name)!
        .querySelector('.name')!
        .textContent!.replace(name, '')
        .trim()
    expect(ends('hidden state h')).toMatch(/^[-−]101$/)
    expect(ends('gate g')).toMatch(/^[-−]101$/)
    expect(ends('gate f')).toBe('01')
  })

  it('give their numbers as a table', async () => {
    await show(everyView(7))
    await expect.poll(() => caption('Gradient flow')).toContain('At update 7')
    lab.figure('Gradient flow').querySelector<HTMLElement>('[aria-label="Table of Gradient flow"]')!.click()
    await lab.settle()
    const rows = [...lab.figure('Gradient flow').querySelectorAll('tbody tr')]
    expect(rows).toHaveLength(20)
    expect(rows.at(-1)!.textContent).toContain('0.120000')
  })

  it('move the cursor over updates and steps by keys, and say where it is', async () => {
    await show(everyView(7))
    await expect.poll(() => caption('Gradient flow')).toContain('At update 7')
    const heat = lab.figure('Gradient flow').querySelector<HTMLElement>('.heat')!
    for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowDown']) {
      heat.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await lab.settle()
    }
    expect(heat.getAttribute('aria-valuetext')).toBe('Update 7, t = 18: 0.0300')
  })

  it('open the very update of an old column, and the newest as it comes', async () => {
    lab.host.trace = homeworkTimeline('part4').trace
    for (const update of [7, 9, 12]) await show(everyView(update))
    await expect.poll(() => caption('Gradient flow')).toContain('At update 12')
    const heat = lab.figure('Gradient flow').querySelector<HTMLElement>('.heat')!
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        heat.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        await lab.settle()
      }
    }
    await press('ArrowLeft')
    expect(heat.getAttribute('aria-valuetext')).toMatch(/^Update 9, t = 20: /)
    await press('Enter')
    expect(lab.host.payloads('run:inspectUpdate')).toEqual([{ runId: 'run-1', update: 9 }])
    expect(lab.root.querySelector('main')?.getAttribute('aria-label')).toBe('Microscope')
    expect(lab.root.textContent).toContain('This is update 9, made once more')
    await lab.press('Lab')
    expect(lab.status()).toBe('Training.')
    await press('End', 'Enter')
    expect(lab.host.payloads('run:inspectNext')).toEqual([{ runId: 'run-1' }])
  })

  it('zoom and move along the updates by wheel and by keys, in line with the curves, and come back', async () => {
    lab.host.train(Array.from({ length: 1000 }, () => ({ loss: 1, gradNorm: 1 })))
    await show(everyView(999))
    await expect.poll(() => caption('Gradient flow')).toContain('At update 999')
    const flow = lab.figure('Gradient flow')
    const heat = flow.querySelector<HTMLElement>('.heat')!
    const showAll = () =>
      [...flow.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Show all')
    const press = async (key: string) => {
      heat.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await lab.settle()
    }
    expect(showAll()).toBeUndefined()
    const wheel = new WheelEvent('wheel', { deltaY: -400, bubbles: true, cancelable: true })
    heat.dispatchEvent(Object.assign(wheel, { clientX: 0 }))
    await lab.settle()
    expect(wheel.defaultPrevented).toBe(true)
    expect(lab.figure('Loss').textContent).toContain('Show all')
    await press('0')
    expect(showAll()).toBeUndefined()
    await press('+')
    await press('PageDown')
    showAll()!.click()
    await lab.settle()
    expect(showAll()).toBeUndefined()
  })

  it('mark a unit in every view that shows units: by focus, and for good by Enter', async () => {
    await open('States')
    await show(everyView(7))
    await expect.poll(() => caption('States')).toContain('At update 7')
    const matrices = () => [...lab.figure('States').querySelectorAll<HTMLElement>('.host')]
    const marked = () => matrices().filter((one) => one.querySelector('.row') !== null).length
    const press = async (element: HTMLElement, ...keys: string[]) => {
      for (const key of keys) element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await lab.settle()
    }
    const leave = async (element: HTMLElement) => {
      element.blur()
      await lab.settle()
    }
    expect(marked()).toBe(0)
    const [first] = matrices()
    first!.focus()
    await press(first!, 'ArrowDown')
    expect(marked()).toBe(matrices().length)
    await leave(first!)
    expect(marked()).toBe(0)

    first!.focus()
    await press(first!, 'ArrowDown', 'Enter')
    await leave(first!)
    expect(marked()).toBe(matrices().length)

    await open('Gates')
    await show(everyView(8))
    await expect.poll(() => lab.figure('Gate saturation').querySelector('.strip .here')).not.toBeNull()
    expect(lab.figure('Gate saturation').querySelector('.gate .legend')!.textContent).toContain('unit 2')
    await open('Trajectory')
    await expect.poll(() => lab.figure('State trajectory').textContent).toContain('unit 2')
    const plot = lab.figure('State trajectory').querySelector<HTMLElement>('[role=slider]')!
    await press(plot, 'Escape')
    expect(lab.figure('State trajectory').textContent).not.toContain('unit 2')
    await press(plot, 'ArrowDown')
    expect(lab.figure('State trajectory').textContent).toContain('unit 1')
  })
})
