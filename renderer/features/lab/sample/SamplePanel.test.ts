import { afterEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { defaultExperiment } from '../../../../core/experiment/defaults'
import { createStepLink } from '../../../charts/plot/stepLink'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel } from '../../../testing/mountPanel.testing'
import SamplePanel from './SamplePanel.vue'

describe('the live sample', () => {
  let panel: MountedPanel
  afterEach(() => panel.close())

  const sample = {
    update: 0,
    seqLen: 2,
    inputSize: 2,
    outputSize: 1,
    loss: 'mse',
    input: Float64Array.of(0.25, 1, 0.5, 1),
    target: Float64Array.of(NaN, 0.75),
    prediction: Float64Array.of(0.1, 1),
  }

  it('is told in words as well, once there is one', async () => {
    const props = {
      sample: null,
      task: defaultExperiment('adding').task,
      steps: createStepLink(ref(null)),
    }
    panel = await mountPanel(SamplePanel, props)
    const figure = panel.getByRole('figure', { name: 'Live sample' })
    expect(figure.textContent).not.toContain('Target')
    await panel.set({ sample })
    expect(figure.textContent).toContain('Target 0.7500, prediction 1.000: off by 0.250.')
    expect([figure.querySelectorAll('circle').length, figure.querySelector('.beyond')]).toEqual([1, null])
  })

  it.each([
    [3e11, 'M186 19'],
    [Infinity, 'M186 19'],
    [-0.5, 'M14 19'],
  ])('shows by an arrow where a prediction of %d is off the scale', async (value, start) => {
    panel = await mountPanel(SamplePanel, {
      sample: { ...sample, prediction: Float64Array.of(0.1, value) },
      task: defaultExperiment('adding').task,
      steps: createStepLink(ref(null)),
    })
    const figure = panel.getByRole('figure', { name: 'Live sample' })
    expect(figure.querySelector('.beyond')!.getAttribute('d')).toContain(start)
    expect(figure.querySelectorAll('circle')).toHaveLength(0)
  })
})
