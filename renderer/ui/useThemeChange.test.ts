import { afterEach, expect, it, vi } from 'vitest'
import { createApp, h, KeepAlive, nextTick, ref } from 'vue'
import { useThemeChange } from './useThemeChange'

afterEach(() => delete document.documentElement.dataset['theme'])

it('tells of a change, and of one that came while the view was put away when it is back', async () => {
  const changed = vi.fn()
  const isShown = ref(true)
  const Plot = { setup: () => (useThemeChange(changed), () => h('p')) }
  const Other = () => h('div')
  const app = createApp(() => h(KeepAlive, () => h(isShown.value ? Plot : Other)))
  app.mount(document.createElement('div'))
  const change = async (theme: string) => {
    document.documentElement.dataset['theme'] = theme
    await new Promise((resolve) => setTimeout(resolve))
  }
  await change('dark')
  expect(changed).toHaveBeenCalledTimes(1)
  isShown.value = false
  await nextTick()
  await change('light')
  await change('dark')
  expect(changed).toHaveBeenCalledTimes(1)
  isShown.value = true
  await nextTick()
  expect(changed).toHaveBeenCalledTimes(2)
  isShown.value = false
  await nextTick()
  isShown.value = true
  await nextTick()
  expect(changed).toHaveBeenCalledTimes(2)
  app.unmount()
  await change('light')
  expect(changed).toHaveBeenCalledTimes(2)
})
