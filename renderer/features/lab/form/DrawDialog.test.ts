import { expect, it } from 'vitest'
import { mountPanel, settle } from '../../../testing/mountPanel.testing'
import DrawDialog from './DrawDialog.vue'

it('is drawn by keys, carried along by a pen that is down, and taken as a file', async () => {
  const files: File[] = []
  const panel = await mountPanel(DrawDialog, { open: true, onTake: (file: File) => files.push(file) })
  const find = (selector: string) => document.querySelector<HTMLElement>(selector)!
  const use = () =>
    [...document.querySelectorAll('button')].find((each) => each.textContent.includes('Use this'))!
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      find('.draw-pad').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    }
    await settle()
  }
  // A flat line cannot be forecast.
  expect(use().disabled).toBe(true)
  await press('ArrowRight', 'ArrowUp', 'ArrowUp', ' ', 'ArrowRight')
  expect(find('.draw-pad').getAttribute('aria-valuetext')).toBe('row 3: 0.100, pen down')
  await press(' ', 'ArrowRight', 'ArrowDown')
  use().click()
  await settle()
  const [file] = files
  expect(file!.name).toBe('drawn.csv')
  expect((await file!.text()).split('\n').slice(0, 6)).toEqual(['value', '0', '0.1', '0.1', '-0.05', '0'])
  panel.close()
})
