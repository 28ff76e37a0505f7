import { afterEach, expect, it } from 'vitest'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel } from '../../../testing/mountPanel.testing'
import SpeedControl from './SpeedControl.vue'

let control: MountedPanel
afterEach(() => control.close())

it('is one click from slow motion, and one from as fast as possible', async () => {
  const asked: unknown[] = []
  const onUpdate = (speed: unknown) => asked.push(speed)
  control = await mountPanel(SpeedControl, {
    ...{ modelValue: null, isElsewhere: false },
    'onUpdate:modelValue': onUpdate,
  })
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

it('says nothing of the speed of a run that another process trains, and cannot change it', async () => {
  const asked: unknown[] = []
  const onUpdate = (speed: unknown) => asked.push(speed)
  control = await mountPanel(SpeedControl, {
    ...{ modelValue: 50, isElsewhere: true },
    'onUpdate:modelValue': onUpdate,
  })
  const slider = control.getByRole('slider', { name: 'Speed' })
  expect((slider as HTMLInputElement).disabled).toBe(true)
  expect(slider.getAttribute('aria-valuetext')).toBe('set elsewhere')
  const button = control.getByRole('button', { name: 'Slow motion' })
  expect([button.getAttribute('aria-disabled'), button.getAttribute('aria-pressed')]).toEqual([
    'true',
    'false',
  ])
  await control.press('Slow motion')
  expect(asked).toEqual([])
})
