import { expect, it } from 'vitest'
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
