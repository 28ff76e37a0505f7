import { afterEach, expect, it } from 'vitest'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel } from '../../../testing/mountPanel.testing'
import SpeedControl from './SpeedControl.vue'

let control: MountedPanel
afterEach(() => control.close())

it('is one click from slow motion, and one from as fast as possible', async () => {
  const asked: unknown[] = []
  const onUpdate = (speed: unknown) => asked.push(speed)
  control = await mountPanel(SpeedControl, { modelValue: null, 'onUpdate:modelValue': onUpdate })
  const button = control.getByRole('button', { name: 'Slow motion' })
  const slider = control.getByRole('slider', { name: 'Speed' })
  expect(slider.getAttribute('aria-valuetext')).toBe('as fast as possible')
  expect(button.getAttribute('aria-pressed')).toBe('false')
  await control.press('Slow motion')
  await control.set({ modelValue: 50 })
  expect(slider.getAttribute('aria-valuetext')).toBe('50 updates per second')
  expect(button.getAttribute('aria-pressed')).toBe('true')
  await control.press('Slow motion')
  expect(asked).toEqual([50, null])
})
