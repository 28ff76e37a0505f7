import { within } from '@testing-library/dom'
import { expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import { mountApp } from '../../testing/mountApp.testing'
import { everyView } from '../../testing/observation.testing'

it('the Microscope shows the very update of a column of the gradient flow, old or the newest, and makes none', async () => {
  const lab = await mountApp()
  await lab.press('Start')
  lab.host.trace = homeworkTimeline('part4').trace
  for (const update of [7, 9, 12]) {
    lab.host.train(Array.from({ length: 5 }, () => ({ loss: 1, gradNorm: 1 })))
    lab.host.showObservation(everyView(update))
    await lab.settle()
  }
  const flow = lab.figure('Gradient flow')
  await expect.poll(() => flow.querySelector('figcaption')!.textContent).toContain('At update 13')
  const heat = within(flow).getByRole('slider', { name: /^Heatmap/ })
  await lab.key('ArrowLeft', heat)
  await lab.key('Enter', heat)
  expect(lab.host.payloads('run:inspectUpdate')).toEqual([{ runId: 'run-1', update: 9 }])
  expect(lab.getByRole('main').getAttribute('aria-label')).toBe('Microscope')
  expect(document.activeElement).toBe(lab.getByRole('main'))
  expect(lab.root.textContent).toContain('This is update 10, recomputed, bit-identical')
  await lab.press('Lab')
  expect(lab.status()).toBe('Training.')
  await lab.key('End', heat)
  await lab.key('Enter', heat)
  expect(lab.host.payloads('run:inspectUpdate')[1]).toEqual({ runId: 'run-1', update: 12 })
  expect(lab.host.payloads('run:inspectNext')).toEqual([])
  lab.close()
})
