import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, shallowRef, useTemplateRef } from 'vue'
import { giveElementsSize } from '../../testing/elementSize.testing'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import type { RowsInSight } from './useRowsInSight'
import { useRowsInSight } from './useRowsInSight'

const terms = shallowRef<readonly number[]>([])
let rows: RowsInSight
let panel: MountedPanel
let restore: () => void

const List = defineComponent(() => {
  rows = useRowsInSight(useTemplateRef('list'), () => ({ of: terms.value, count: terms.value.length }))
  return () => h('div', { ref: 'list', tabindex: 0, onFocusin: rows.showAll })
})

async function show(count: number): Promise<void> {
  terms.value = Array.from({ length: count }, (_, i) => i)
  await nextTick()
}

beforeEach(async () => {
  restore = giveElementsSize(300, 180)
  await show(40)
  panel = await mountPanel(List)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  panel.close()
  restore()
})

it('has those in sight at once, and the others once nothing else has come for a while', async () => {
  await show(41)
  expect([rows.count.value, rows.restHeight.value]).toEqual([11, 30 * 18])
  vi.advanceTimersByTime(250)
  await show(40)
  vi.advanceTimersByTime(250)
  expect(rows.count.value).toBe(11)
  vi.runAllTimers()
  expect([rows.count.value, rows.restHeight.value]).toEqual([40, 0])
  await show(39)
  expect(rows.count.value).toBe(11)
})

it('has those that are scrolled to', async () => {
  await show(41)
  const list = panel.root.querySelector('div')!
  list.scrollTop = 90
  rows.onScroll()
  expect(rows.count.value).toBe(16)
})

it('has all of a few, and all while the keyboard is among them', async () => {
  await show(5)
  expect([rows.count.value, rows.restHeight.value]).toEqual([5, 0])
  await show(41)
  expect(rows.count.value).toBe(11)
  panel.root.querySelector('div')!.focus()
  expect(rows.count.value).toBe(41)
  await show(40)
  expect(rows.count.value).toBe(40)
})
