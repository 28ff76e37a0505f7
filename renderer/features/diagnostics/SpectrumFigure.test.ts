import { expect, it } from 'vitest'
import { defaultExperiment } from '../../../core/experiment/defaults'
import { giveElementsSize } from '../../testing/elementSize.testing'
import { everyView, observation } from '../../testing/observation.testing'
import { mountDiagnostics } from './mountDiagnostics.testing'

it('is drawn again when its own view was seen, and not for others', async () => {
  const forgetSize = giveElementsSize(600, 200)
  const panel = await mountDiagnostics()
  await panel.open('Spectrum')
  const spectrum = panel.frames.at(-1)!
  const newest = () => spectrum.at(-1)?.lines[0]?.points.at(-1)?.x
  const { spectrum: measured, jacobian } = everyView(0)

  await panel.show(observation(0, { spectrum: measured }))
  await expect.poll(newest).toBe(0)
  const numDrawn = spectrum.length
  panel.host.showObservation(observation(1, { jacobian }))
  await panel.set({})
  await panel.set({})
  expect(spectrum).toHaveLength(numDrawn)
  panel.host.showObservation(observation(2, { spectrum: measured }))
  await expect.poll(newest).toBe(2)
  panel.close()
  forgetSize()
})

it.each([
  ['the plain cell', 'rnn', ['h'], true],
  ['the residual cell, which carries its state past the weights', 'residual', ['g'], false],
  ['a GRU', 'gru', ['r', 'z', 'n'], false],
  ['an LSTM', 'lstm', ['i', 'f', 'g', 'o'], false],
] as const)('says of powers of W_hh what holds of them: %s', async (_, cell, gates, hasPowers) => {
  const panel = await mountDiagnostics(defaultExperiment('adding', cell))
  await panel.open('Spectrum')
  const blocks = gates.map((gate) => ({ gate, spectralRadius: 1.25, largestSingularValue: 2 }))
  await panel.show(observation(0, { spectrum: { layers: [{ name: 'l0', blocks }] } }))
  await expect.poll(() => panel.caption('Spectrum')).toContain('1.25')
  expect(/powers of the recurrent weights grow/.test(panel.caption('Spectrum'))).toBe(hasPowers)
  expect(/powers/.test(panel.caption('Spectrum'))).toBe(hasPowers)
  panel.close()
})

it('shows of a run that diverges between two measurements what was measured, where it was measured', async () => {
  const forgetSize = giveElementsSize(600, 200)
  const panel = await mountDiagnostics(defaultExperiment('adding', 'rnn'))
  await panel.open('Spectrum')
  const measure = (update: number, spectralRadius: number) => {
    const blocks = [{ gate: 'h', spectralRadius, largestSingularValue: 2 * spectralRadius }]
    panel.host.showObservation(observation(update, { spectrum: { layers: [{ name: 'l0', blocks }] } }))
  }
  const calm = { loss: 1, gradNorm: 1 }
  panel.host.train(Array.from({ length: 900 }, () => calm))
  measure(0, 1)
  measure(899, 900)
  const caption = () => panel.caption('Spectrum')
  await expect.poll(caption).toContain('At update 900: spectral radius 900')
  const points = () => panel.frames.at(-1)!.at(-1)!.lines[0]!.points
  await expect.poll(points).toEqual([
    { x: 0, y: 1 },
    { x: 899, y: 900 },
  ])
  const legend = () => panel.figure('Spectrum').querySelector('.legend')!.textContent
  const plot = panel.getByRole('slider', { name: 'Plot of Spectrum' })

  // The crosshair, led here by another figure: nothing was measured.
  panel.link.look(450)
  await expect.poll(legend).toMatch(/451.*–.*–/)
  await expect.poll(() => panel.frames.at(-1)!.at(-1)!.hover).toEqual({ x: 450, points: [] })
  // Its own keys lead from one measured update to the next.
  for (const [key, update] of [
    ['ArrowRight', 899],
    ['ArrowLeft', 0],
    ['ArrowLeft', 0],
    ['End', 899],
  ] as const) {
    await panel.key(key, plot)
    expect(panel.link.hover).toBe(update)
  }
  await panel.press('Table of Spectrum')
  const cells = [...panel.getByRole('table').querySelectorAll('tbody tr')].map((row) => row.textContent)
  expect(cells).toEqual(['11.000002.00000', '900900.0001,800.00'])
  panel.close()
  forgetSize()
})

it('is measured at more updates by itself once the run rests', async () => {
  const panel = await mountDiagnostics(defaultExperiment('adding', 'gru'))
  await panel.open('Spectrum')
  panel.host.onRecompute = (update) => observation(update, { spectrum: everyView(update).spectrum })
  panel.host.train(Array.from({ length: 900 }, () => ({ loss: 1, gradNorm: 1 })))
  for (const update of [0, 899]) {
    panel.host.showObservation(observation(update, { spectrum: everyView(update).spectrum }))
  }
  panel.host.changeState({ status: 'paused', update: 900 })
  const requests = () =>
    panel.host.payloads('run:recompute') as { views: string[]; updates: number[]; withinMs: number }[]
  await expect.poll(requests).toHaveLength(1)
  const { views, updates, withinMs } = requests()[0]!
  expect([views, withinMs]).toEqual([['spectrum'], 3000])
  expect(updates.length).toBeGreaterThan(10)
  expect(updates.length).toBeLessThan(48)
  await expect.poll(() => panel.caption('Spectrum')).toContain('At update 900')
  panel.close()
})
