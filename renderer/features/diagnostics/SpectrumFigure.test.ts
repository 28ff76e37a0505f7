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
