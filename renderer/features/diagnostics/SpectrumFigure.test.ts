import { expect, it } from 'vitest'
import { giveElementsSize } from '../../testing/elementSize.testing'
import { mountApp } from '../../testing/mountApp.testing'
import { everyView, observation } from '../../testing/observation.testing'

it('is drawn again when its own view was seen, and not for others', async () => {
  const forgetSize = giveElementsSize(600, 200)
  const lab = await mountApp()
  await lab.press('Start')
  const tab = [...lab.root.querySelectorAll('[role=tab]')].find(
    ({ textContent }) => textContent?.trim() === 'Spectrum',
  )!
  tab.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))
  await lab.settle()
  const spectrum = lab.frames.at(-1)!
  const newest = () => spectrum.at(-1)?.lines[0]?.points.at(-1)?.x
  const { spectrum: measured, jacobian } = everyView(0)

  lab.host.train([{ loss: 1, gradNorm: 1 }])
  lab.host.showObservation(observation(0, { spectrum: measured }))
  await expect.poll(newest).toBe(0)
  const numDrawn = spectrum.length
  lab.host.showObservation(observation(1, { jacobian }))
  await lab.settle()
  await lab.settle()
  expect(spectrum).toHaveLength(numDrawn)
  lab.host.showObservation(observation(2, { spectrum: measured }))
  await expect.poll(newest).toBe(2)
  lab.close()
  forgetSize()
})
