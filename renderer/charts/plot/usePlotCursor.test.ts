import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import { arrowKeys, endKeys, unitKeys } from './plotKeys'
import { createStepLink } from './stepLink'
import { usePlotCursor } from './usePlotCursor'

describe('the cursor of a plot', () => {
  const at = ref(2)
  const point = vi.fn()
  const leave = vi.fn()
  const plot = defineComponent(() => {
    const cursor = usePlotCursor({
      point,
      leave,
      focus: () => (at.value = 0),
      keys: () =>
        arrowKeys({ less: ['ArrowLeft'], more: ['ArrowRight'] }, { min: 0, max: 30 }, at.value, (to) => {
          at.value = to
        }),
      readout: () => ({
        label: 'Plot',
        manualId: 'manual',
        min: 0,
        max: 30,
        now: at.value,
        text: `at ${at.value}`,
      }),
    })
    return () => h('div', cursor.value)
  })
  let panel: MountedPanel
  const slider = () => panel.getByRole('slider', { name: 'Plot' })
  const key = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
    slider().dispatchEvent(event)
    return event.defaultPrevented
  }

  beforeEach(async () => {
    vi.clearAllMocks()
    at.value = 2
    panel = await mountPanel(plot)
  })
  afterEach(() => panel.close())

  it('is a slider that says where it is, in numbers and in words', async () => {
    expect(key({ key: 'ArrowRight' })).toBe(true)
    await panel.set({})
    const values = ['min', 'max', 'now', 'text'].map((name) => slider().getAttribute(`aria-value${name}`))
    expect(values).toEqual(['0', '30', '3', 'at 3'])
    expect(slider().tabIndex).toBe(0)
  })

  it('moves by ten with Shift, and stops at the ends', () => {
    key({ key: 'ArrowRight', shiftKey: true })
    expect(at.value).toBe(12)
    key({ key: 'ArrowLeft', shiftKey: true })
    key({ key: 'ArrowLeft', shiftKey: true })
    expect(at.value).toBe(0)
  })

  it('leaves keys that it does not know, and those of shortcuts, to the page', () => {
    expect(key({ key: 'a' })).toBe(false)
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
      expect(key({ key: 'ArrowRight', [modifier]: true })).toBe(false)
    expect(at.value).toBe(2)
  })

  it('follows the pointer and the focus', () => {
    slider().dispatchEvent(Object.assign(new Event('pointermove'), { clientX: 7, clientY: 5 }))
    expect(point).toHaveBeenCalledWith(expect.objectContaining({ x: 7, y: 5 }))
    slider().dispatchEvent(new Event('pointerleave'))
    expect(leave).toHaveBeenCalledTimes(1)
    slider().focus()
    expect(at.value).toBe(0)
    slider().blur()
    expect(leave).toHaveBeenCalledTimes(2)
  })
})

it('Home and End lead to the ends of a domain', () => {
  const went: number[] = []
  const keys = endKeys({ min: 3, max: 9 }, (to) => went.push(to))
  keys['Home']!(1)
  keys['End']!(10)
  expect(went).toEqual([3, 9])
})

it('Enter keeps the unit under the cursor, Escape lets the kept one go; without a unit neither is taken', () => {
  const link = createStepLink()
  expect(Object.keys(unitKeys(link))).toEqual([])
  link.look(0, 4)
  expect(Object.keys(unitKeys(link))).toEqual(['Enter'])
  unitKeys(link)['Enter']!(1)
  link.look(0, 5)
  expect(link.keptUnit).toBe(4)
  unitKeys(link)['Escape']!(1)
  expect(link.keptUnit).toBeNull()
})
