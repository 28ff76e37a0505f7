import { beforeEach, describe, expect, it } from 'vitest'
import type { PanZoom } from './usePanZoom'
import { usePanZoom } from './usePanZoom'

const content = { width: 2000, height: 100 }
const pane = { width: 400, height: 100 }
let zoomed: PanZoom
let box: HTMLElement
beforeEach(() => {
  zoomed = usePanZoom({
    content: () => content,
    pane: () => pane,
    scales: () => ({ rest: 1, least: 0.2, greatest: 8 }),
  })
  box = document.createElement('div')
  box.setPointerCapture = () => undefined
  box.addEventListener('wheel', zoomed.onWheel)
  box.addEventListener('pointerdown', zoomed.onPointerDown)
  box.addEventListener('pointermove', zoomed.onPointerMove)
  box.addEventListener('pointerup', zoomed.onPointerUp)
  box.addEventListener('click', zoomed.onClick, true)
})

function wheel(init: WheelEventInit): WheelEvent {
  const event = new WheelEvent('wheel', { cancelable: true, ...init })
  // The test's window leaves the modifier keys of a wheel out.
  Object.defineProperty(event, 'ctrlKey', { value: init.ctrlKey ?? false })
  box.dispatchEvent(event)
  return event
}
const pointer = (type: string, clientX: number, buttons = 1): boolean =>
  box.dispatchEvent(new PointerEvent(type, { clientX, button: 0, buttons, pointerId: 1 }))

describe('zooming', () => {
  it('stays between the least scale and the greatest', () => {
    zoomed.zoom(100)
    expect(zoomed.view.value.scale).toBe(8)
    expect(zoomed.canZoomIn.value).toBe(false)
    zoomed.zoom(0.0001)
    expect(zoomed.view.value.scale).toBe(0.2)
    expect(zoomed.canZoomOut.value).toBe(false)
  })

  it('keeps what is in the middle of the pane', () => {
    zoomed.pan(500, 0)
    zoomed.zoom(2)
    expect(zoomed.view.value).toEqual({ scale: 2, x: 600, y: 25 })
  })

  it('works by the wheel with Ctrl, and a notch is no leap', () => {
    expect(wheel({ deltaY: -120, ctrlKey: true }).defaultPrevented).toBe(true)
    expect(zoomed.view.value.scale).toBeGreaterThan(1.2)
    expect(zoomed.view.value.scale).toBeLessThan(2)
  })

  it('ends with everything as it was, about the step', () => {
    zoomed.zoom(4)
    zoomed.reset({ x: 1000, y: 50, width: 90, height: 30 })
    expect(zoomed.view.value).toEqual({ scale: 1, x: 800, y: 0 })
  })
})

describe('panning', () => {
  it('by the wheel goes along the steps, and lets the page scroll where there is no further', () => {
    expect(wheel({ deltaY: 100 }).defaultPrevented).toBe(true)
    expect(zoomed.view.value.x).toBe(100)
    wheel({ deltaY: -200 })
    expect(zoomed.view.value.x).toBe(0)
    expect(wheel({ deltaY: -200 }).defaultPrevented).toBe(false)
  })

  it('by the wheel goes up and down where the content is higher than the pane', () => {
    zoomed.zoom(2)
    const { x, y } = zoomed.view.value
    wheel({ deltaY: 20 })
    expect(zoomed.view.value).toEqual({ scale: 2, x, y: y + 10 })
  })

  it('follows a drag, whose end is no click', () => {
    let clicks = 0
    const inner = document.createElement('i')
    inner.addEventListener('click', () => clicks++)
    box.append(inner)
    pointer('pointerdown', 200)
    pointer('pointermove', 198)
    expect(zoomed.view.value.x).toBe(0)
    pointer('pointermove', 150)
    pointer('pointermove', 100)
    expect(zoomed.view.value.x).toBe(100)
    pointer('pointerup', 100, 0)
    inner.click()
    expect(clicks).toBe(0)
    inner.click()
    expect(clicks).toBe(1)
  })

  it('ends where the button was let go outside, unseen', () => {
    pointer('pointerdown', 200)
    pointer('pointermove', 100, 0)
    pointer('pointermove', 50, 0)
    expect(zoomed.view.value.x).toBe(0)
  })

  it('shows a step that is out of sight, and stays where it is in sight', () => {
    const spot = { x: 100, y: 50, width: 90, height: 30 }
    zoomed.reveal(spot)
    expect(zoomed.view.value.x).toBe(0)
    zoomed.reveal({ ...spot, x: 1500 })
    expect(zoomed.view.value.x).toBe(1300)
  })
})
