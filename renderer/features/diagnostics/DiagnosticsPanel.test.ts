import { within } from '@testing-library/dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultExperiment } from '../../../core/experiment/defaults'
import { everyView, observation } from '../../testing/observation.testing'
import type { MountedDiagnostics } from './mountDiagnostics.testing'
import { settle } from '../../testing/mountPanel.testing'
import { mountDiagnostics } from './mountDiagnostics.testing'

describe('the diagnostics', () => {
  let panel: MountedDiagnostics
  beforeEach(async () => void (panel = await mountDiagnostics()))
  afterEach(() => panel.close())

  const heatmap = (figure = 'Gradient flow') =>
    within(panel.figure(figure)).getByRole('slider', { name: /^Heatmap/ })
  const valueText = (slider: HTMLElement) => slider.getAttribute('aria-valuetext')
  const press = async (slider: HTMLElement, ...keys: string[]) => {
    for (const key of keys) await panel.key(key, slider)
  }

  it('ask for what is on the screen: one tab and the verdict', async () => {
    expect(panel.host.views).toEqual(['flow', 'jacobian'])
    await panel.open('States')
    expect([...panel.host.views].sort()).toEqual(['jacobian', 'memory', 'states'])
    await panel.open('Jacobian')
    expect(panel.host.views).toEqual(['jacobian'])
  })

  it('ask for nothing while another place is shown', async () => {
    await panel.set({ isShown: false })
    expect(panel.host.views).toEqual([])
    await panel.set({ isShown: true })
    expect(panel.host.views).toEqual(['flow', 'jacobian'])
  })

  it('say how the gradient changes on its way back', async () => {
    await panel.show(everyView(512))
    await expect
      .poll(() => panel.caption('Gradient flow'))
      .toContain('At update 513 the gradient ∥∂L/∂hₜ∥ shrinks from 0.12 at t = 20 to 2.3e-7 at t = 1.')
  })

  it('say of updates that are hatched why they are', async () => {
    await panel.show(everyView(0))
    await expect.poll(() => panel.caption('Gradient flow')).toContain('At update 1')
    expect(panel.caption('Gradient flow')).not.toContain('Marks below')
    panel.host.showObservation(everyView(1))
    await panel.open('Histograms')
    panel.host.showObservation(everyView(900))
    await expect
      .poll(() => panel.caption('Histograms'))
      .toContain('Gaps (hatched, without color): not shown then')
    await panel.open('Gradient flow')
    panel.host.showObservation(everyView(901))
    await expect
      .poll(() => panel.caption('Gradient flow'))
      .toContain('Marks below the map: updates that were measured.')
  })

  describe('that lack updates in sight', () => {
    const fill = () => within(panel.figure('Histograms')).queryByRole('button', { name: /^Recompute gaps/ })
    const rest = { status: 'paused', update: 900 } as const

    beforeEach(async () => {
      await panel.show(everyView(0))
      await panel.open('Histograms')
      panel.host.showObservation(
        observation(899, { histograms: { ...everyView(899).histograms!, since: 899 } }),
      )
      panel.host.train(Array.from({ length: 899 }, () => ({ loss: 1, gradNorm: 1 })))
      panel.host.onRecompute = (update) =>
        observation(update, { histograms: { ...everyView(update).histograms!, since: 0 } })
    })

    interface Request {
      readonly runId: string
      readonly views: readonly string[]
      readonly updates: readonly number[]
      readonly withinMs?: number
    }
    const requests = () => panel.host.payloads('run:recompute') as Request[]

    it('recompute them by themselves once the run rests, soon over and with no word about it', async () => {
      await expect.poll(() => panel.caption('Histograms')).toContain('Pause to recompute them.')
      expect(fill()).toBeNull()
      panel.host.changeState(rest)
      await expect.poll(requests).toHaveLength(1)
      const { runId, views, updates, withinMs } = requests()[0]!
      expect([runId, views, withinMs]).toEqual(['run-1', ['histograms'], 3000])
      expect(updates.length).toBeGreaterThan(400)
      expect(updates).toEqual([...new Set(updates)].sort((one, other) => one - other))
      await expect.poll(() => panel.caption('Histograms')).not.toContain('without color')
      expect(fill()).toBeNull()
      expect(panel.caption('Histograms')).not.toContain('recomputed')
    })

    it('offer to recompute what that left, and do not begin by themselves again', async () => {
      const all = panel.host.onRecompute
      panel.host.onRecompute = (update) => (update < 300 ? all(update) : null)
      panel.host.changeState(rest)
      await expect.poll(fill).not.toBeNull()
      expect(panel.caption('Histograms')).not.toContain('Pause')
      expect(requests()).toHaveLength(1)
      panel.host.onRecompute = all
      fill()!.click()
      await expect
        .poll(() => panel.caption('Histograms'))
        .toMatch(/(\d+) updates from [\d,]+ to [\d,]+ were recomputed, bit for bit\.$/)
      expect(requests()[1]).not.toHaveProperty('withinMs')
      await expect.poll(fill).toBeNull()
      expect(panel.caption('Histograms')).not.toContain('without color')
    })

    it('say how far that is, and let it be cancelled', async () => {
      panel.host.isSlow = true
      panel.host.changeState(rest)
      await expect.poll(requests).toHaveLength(1)
      panel.host.emit('run:recomputing', { runId: 'run-1', made: 12, planned: 512 })
      await settle()
      expect(panel.figure('Histograms').textContent).toContain('Recomputing 12 of 512')
      within(panel.figure('Histograms')).getByRole('button', { name: 'Cancel' }).click()
      await expect.poll(fill).not.toBeNull()
      expect(panel.host.payloads('run:cancelInspect')).toEqual([{ runId: 'run-1' }])
      expect(panel.caption('Histograms')).not.toContain('recomputed')
    })

    it('end that when the run goes on, when other updates come into sight and when nobody looks', async () => {
      panel.host.isSlow = true
      const ended = () => panel.host.payloads('run:cancelInspect').length
      panel.host.changeState(rest)
      await expect.poll(requests).toHaveLength(1)
      panel.host.changeState({ status: 'running', update: 900 })
      await expect.poll(ended).toBe(1)
      panel.host.changeState(rest)
      await expect.poll(requests).toHaveLength(2)
      panel.link.show({ min: 100, max: 500 })
      await expect.poll(requests).toHaveLength(3)
      expect(ended()).toBe(2)
      expect(requests()[2]!.updates.every((update) => update >= 100 && update <= 500)).toBe(true)
      await panel.set({ isShown: false })
      await expect.poll(ended).toBe(3)
    })
  })

  it('show the cell state’s gradient where there is one', async () => {
    await panel.show(everyView(512))
    await expect.poll(() => panel.caption('Gradient flow')).toContain('At update 513')
    within(panel.figure('Gradient flow')).getByRole('radio', { name: 'c' }).click()
    await expect
      .poll(() => panel.caption('Gradient flow'))
      .toContain('the gradient ∥∂L/∂cₜ∥ shrinks from 0.20 at t = 20 to 0.027')
  })

  const figures = {
    Parameters: ['Gradient norm by parameter', 'head.weight with ∞'],
    Jacobian: ['Jacobian', '∥∂h_T/∂hₜ∥ of the last state is 1.91e-6 times as large at t = 1 as at t = 20'],
    Spectrum: ['Spectrum', 'i 1.00, f 1.10, g 1.20, o 1.30'],
    Contributions: ['Contributions', 'the strongest path back to c is f ⊙ dc, at 20 of 20 steps'],
    Gates: ['Gate saturation', 'i: 40%, f: 40%, o: 40%'],
    Histograms: ['Histograms', 'weights from -0.500 to 0.500'],
    States: ['States', 'inputs up to 7 steps back'],
    Trajectory: ['State trajectory', 'over 20 steps'],
  }
  for (const [name, [figure, words]] of Object.entries(figures)) {
    it(`have a figure with a sentence that follows the data: ${name}`, async () => {
      await panel.open(name)
      expect(panel.caption(figure!)).toContain('Appears here with the first update')
      await panel.show(everyView(7))
      await expect.poll(() => panel.caption(figure!)).toContain(words!)
    })
  }

  it('tell in a table and in its sentence of the same update, at any moment', async () => {
    await panel.open('Parameters')
    const { norms } = everyView(0)
    const [parameter] = norms!.parameters
    const seen = new Set<number>()
    for (let update = 0; update < 40; update++) {
      const parameters = [{ ...parameter!, gradNorm: update + 1 }]
      await panel.show(observation(update, { norms: { ...norms!, parameters } }))
      const table = panel.figure('Gradient norm by parameter').querySelector('td')
      const told = /At update (\d+) .* with ([\d.]+);/.exec(panel.caption('Gradient norm by parameter'))
      if (table === null || told === null) continue
      expect([Number(told[2]), Number(table.dataset['copied'])]).toEqual([Number(told[1]), Number(told[1])])
      seen.add(Number(told[1]))
    }
    expect(seen.size).toBeGreaterThan(1)
  })

  it('promise nothing of a network that is too large for them', async () => {
    await panel.show(observation(3, { jacobian: null }))
    expect(panel.text()).toContain('once training starts, unless the network is too large')
    for (const name of ['Jacobian', 'Spectrum']) {
      await panel.open(name)
      expect(panel.caption(name)).toContain('unless the network is too large')
    }
  })

  it('say how signed values are coloured, and how gates are', async () => {
    const ends = (figure: string, name: string) =>
      within(panel.figure(figure))
        .getByRole('slider', { name: new RegExp(`^Heatmap of ${name}$`) })
        .parentElement!.querySelector('p')!
        .textContent.replace(name, '')
        .trim()
    await panel.open('States')
    await panel.show(everyView(7))
    await expect.poll(() => panel.caption('States')).toContain('blue below 0, orange above')
    expect(ends('States', 'hidden state h')).toMatch(/^[-−]101$/)
    await panel.open('Gates')
    expect(panel.caption('Gates over time')).toContain('Gates from 0, dark, to 1, light.')
    expect(ends('Gates over time', 'candidate g')).toMatch(/^[-−]101$/)
    expect(ends('Gates over time', 'forget gate f')).toBe('01')
  })

  it('say how far inputs reach, and so where exactly none does', async () => {
    const { memory } = everyView(0)
    const reach = async (memoryLength: number, values: Float64Array) => {
      const influences = [{ channel: 'value' as const, values }, memory!.influences[1]!]
      await panel.show({ ...everyView(7), memory: { ...memory!, influences, memoryLength } })
    }
    await panel.open('States')
    await panel.show(everyView(7))
    await expect.poll(() => panel.caption('States')).toContain('inputs up to 7 steps back still affect')
    expect(panel.figure('States').textContent).toContain('influence of the value at t')
    expect(panel.figure('States').textContent).toContain('influence of the mark at t')
    await reach(1, new Float64Array(20).fill(1))
    await expect.poll(() => panel.caption('States')).toContain('inputs up to one step back still affect')
    await reach(
      0,
      Float64Array.from({ length: 20 }, (_, t) => (t < 19 ? 0 : 1)),
    )
    await expect.poll(() => panel.caption('States')).toContain('only the last input affects')
    await reach(0, new Float64Array(20))
    await expect.poll(() => panel.caption('States')).toContain('the influence is exactly 0 at every step')
    await reach(0, new Float64Array(20).fill(NaN))
    await expect.poll(() => panel.caption('States')).toContain('the influence of the inputs is not finite')
  })

  it('give their numbers as a table', async () => {
    await panel.show(everyView(7))
    await expect.poll(() => panel.caption('Gradient flow')).toContain('At update 8')
    await panel.press('Table of Gradient flow')
    const [, ...rows] = within(panel.figure('Gradient flow')).getAllByRole('row')
    expect(rows).toHaveLength(20)
    expect(rows.at(-1)!.textContent).toContain('0.120000')
  })

  it('move the cursor over updates and steps by keys, and say where it is', async () => {
    await panel.show(everyView(7))
    await expect.poll(() => panel.caption('Gradient flow')).toContain('At update 8')
    await press(heatmap(), 'ArrowLeft', 'ArrowDown', 'ArrowDown')
    expect(valueText(heatmap())).toBe('Update 8, t = 18: 0.0300')
  })

  it('open the very update of a column, old or the newest', async () => {
    for (const update of [7, 9, 12]) await panel.show(everyView(update))
    await expect.poll(() => panel.caption('Gradient flow')).toContain('At update 13')
    await press(heatmap(), 'ArrowLeft')
    expect(valueText(heatmap())).toMatch(/^Update 10, t = 20: /)
    await press(heatmap(), 'Enter', 'End', 'Enter')
    expect(panel.opened).toEqual([
      [19, 9],
      [19, 12],
    ])
  })

  it('zoom and move along the updates by wheel and by keys, in line with the curves, and come back', async () => {
    panel.host.train(Array.from({ length: 1000 }, () => ({ loss: 1, gradNorm: 1 })))
    await panel.show(everyView(999))
    await expect.poll(() => panel.caption('Gradient flow')).toContain('At update 1,000')
    const showAll = () => panel.queryByRole('button', { name: 'Show all' })
    expect(showAll()).toBeNull()
    const wheel = new WheelEvent('wheel', { deltaY: -400, bubbles: true, cancelable: true })
    heatmap().dispatchEvent(Object.assign(wheel, { clientX: 0, ctrlKey: true }))
    expect(wheel.defaultPrevented).toBe(true)
    await expect.poll(showAll).not.toBeNull()
    expect(panel.link.domain).not.toBeNull()
    await press(heatmap(), '0')
    expect(showAll()).toBeNull()
    await press(heatmap(), '+', 'PageDown')
    await panel.press('Show all')
    expect(showAll()).toBeNull()
    expect(panel.link.domain).toBeNull()
  })

  it('mark a unit in every view that shows units: by focus, and for good by Enter', async () => {
    await panel.open('States')
    await panel.show(everyView(7))
    await expect.poll(() => panel.caption('States')).toContain('At update 8')
    const matrices = () => within(panel.figure('States')).getAllByRole('slider', { name: /^Heatmap/ })
    const marked = () => matrices().filter((one) => one.querySelector('.row') !== null).length
    const leave = async (element: HTMLElement) => {
      element.blur()
      await panel.set({})
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

    await panel.open('Gates')
    await panel.show(everyView(8))
    const gates = () => within(panel.figure('Gate saturation'))
    await expect.poll(() => gates().queryByRole('slider', { name: /every unit/i })).not.toBeNull()
    expect(valueText(gates().getByRole('slider', { name: /every unit/i }))).toContain('unit 1')
    expect(panel.figure('Gate saturation').querySelector('.gate .legend')!.textContent).toContain('unit 1')
    await panel.open('Trajectory')
    await expect.poll(() => panel.figure('State trajectory').textContent).toContain('unit 1')
    const plot = within(panel.figure('State trajectory')).getByRole('slider')
    await press(plot, 'Escape')
    expect(panel.figure('State trajectory').textContent).not.toContain('unit 1')
    await press(plot, 'ArrowDown')
    expect(panel.figure('State trajectory').textContent).toContain('unit 0')
  })
})

it('the diagnostics of truncated backpropagation count the steps of a window as those of the sequence', async () => {
  const { train, ...rest } = defaultExperiment('adding', 'lstm')
  const panel = await mountDiagnostics({ ...rest, train: { ...train, tbptt: 4 } })
  const { jacobian, flow } = everyView(0)
  const inWindow = (values: Float64Array) => values.map((value, t) => (t < 16 ? NaN : value))
  const [layer] = flow!.layers
  await panel.show(
    observation(0, {
      flow: { layers: [{ ...layer!, h: inWindow(layer!.h), c: null }] },
      jacobian: {
        ...jacobian!,
        h: inWindow(jacobian!.h),
        verdict: { ...jacobian!.verdict, verdict: 'truncated', lag: 3 },
      },
    }),
  )
  await expect.poll(panel.text).toContain('from t = 20 back to t = 17')
  expect(panel.text()).toContain('truncated BPTT ends after 3 steps, the task needs 19')
  const heat = panel.getByRole('slider', { name: /^Heatmap/ })
  await expect.poll(() => heat.getAttribute('aria-valuetext')).toBe('Update 1, t = 17: 0.0150')
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await panel.key(key, heat)
  expect(heat.getAttribute('aria-valuetext')).toBe('Update 1, t = 16: outside the window')
  panel.close()
})

it('the first step of a trajectory is that of the window which the pass saw', async () => {
  const { train, ...rest } = defaultExperiment('adding', 'lstm')
  const panel = await mountDiagnostics({ ...rest, train: { ...train, tbptt: 4 } })
  await panel.open('Trajectory')
  const { states } = everyView(0)
  const h = states!.h.map((value, i) => (i < 16 * states!.hiddenSize ? NaN : value))
  await panel.show(observation(0, { states: { ...states!, h } }))
  await expect.poll(() => panel.figure('State trajectory').textContent).toContain('first, t = 17')
  expect(panel.figure('State trajectory').textContent).toContain('last, t = 20')
  panel.close()
})

describe('the diagnostics of truncated backpropagation that sees one step', () => {
  it('tell of that step, and of no way back', async () => {
    const { train, ...rest } = defaultExperiment('adding', 'lstm')
    const panel = await mountDiagnostics({ ...rest, train: { ...train, tbptt: 1 } })
    const { flow, jacobian, contributions, gates } = everyView(0)
    const alone = (values: Float64Array) => values.map((value, t) => (t < 19 ? NaN : value))
    const [layer] = flow!.layers
    const seen = observation(0, {
      flow: { layers: [{ ...layer!, h: alone(layer!.h), c: null }] },
      jacobian: {
        ...jacobian!,
        h: alone(jacobian!.h),
        verdict: { ...jacobian!.verdict, verdict: 'truncated', lag: 0 },
      },
      contributions: {
        layers: contributions!.layers.map((of) => ({
          ...of,
          parameters: of.parameters.map(({ name, norms }) => ({ name, norms: alone(norms) })),
        })),
      },
      gates: {
        layers: gates!.layers.map((of) => ({
          ...of,
          gates: of.gates.map(({ gate, low, high }) => ({ gate, low: alone(low), high: alone(high) })),
        })),
      },
    })
    await panel.show(seen)
    await expect
      .poll(() => panel.caption('Gradient flow'))
      .toContain('the gradient ∥∂L/∂hₜ∥ is 0.12 at t = 20, the only step that it reaches.')
    await panel.open('Jacobian')
    await expect
      .poll(() => panel.caption('Jacobian'))
      .toBe('At update 1 the pass sees t = 20 alone: nothing goes back through time.')
    await panel.open('Contributions')
    panel.host.showObservation(seen)
    await expect
      .poll(() => panel.caption('Contributions'))
      .toContain('weight_hh_l0 gets all from t = 20 (0.50)')
    await panel.open('Gates')
    panel.host.showObservation(seen)
    await expect.poll(() => panel.caption('Gate saturation')).toContain('i: 40%, f: 40%, o: 40%')
    panel.close()
  })
})

it('the diagnostics of a run that diverged promise nothing that no longer comes', async () => {
  const panel = await mountDiagnostics()
  await panel.open('Contributions')
  expect(panel.caption('Contributions')).toContain('Appears here with the first update')
  const divergence = { update: 4, tensor: 'output', step: 19, value: 'NaN' } as const
  panel.host.changeState({ status: 'diverged', update: 4, divergence })
  await expect.poll(() => panel.caption('Contributions')).toBe('Not measured before the run diverged.')
  panel.close()
})
