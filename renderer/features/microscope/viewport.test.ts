import { expect, it } from 'vitest'
import { clamped, panned, revealing, zoomedAt } from './viewport'

const content = { width: 1000, height: 100 }
const pane = { width: 400, height: 100 }

it('keeps the point under the pointer while it zooms', () => {
  const view = { scale: 1, x: 200, y: 10 }
  const point = { x: 120, y: 40 }
  const larger = zoomedAt(view, 4, point)
  expect(larger.x + point.x / larger.scale).toBeCloseTo(view.x + point.x / view.scale)
  expect(larger.y + point.y / larger.scale).toBeCloseTo(view.y + point.y / view.scale)
})

it('never leaves the content, and puts what is smaller than the pane in its middle', () => {
  expect(clamped({ scale: 1, x: -50, y: 300 }, content, pane)).toEqual({ scale: 1, x: 0, y: 0 })
  expect(clamped({ scale: 1, x: 5000, y: 0 }, content, pane).x).toBe(600)
  expect(clamped({ scale: 0.25, x: 0, y: 0 }, content, pane)).toEqual({ scale: 0.25, x: -300, y: -150 })
})

it('moves by pixels of the screen whatever the scale', () => {
  expect(panned({ scale: 4, x: 10, y: 10 }, 40, -20)).toEqual({ scale: 4, x: 20, y: 5 })
})

it('goes to a spot only where it is out of sight', () => {
  const view = { scale: 1, x: 0, y: 0 }
  const spot = { x: 100, y: 50, width: 60, height: 30 }
  expect(revealing(view, spot, pane)).toEqual(view)
  expect(revealing(view, { ...spot, x: 390 }, pane)).toEqual({ scale: 1, x: 190, y: 0 })
})

it('goes to a spot that is larger than the pane by its middle', () => {
  const spot = { x: 500, y: 50, width: 600, height: 30 }
  expect(revealing({ scale: 1, x: 0, y: 0 }, spot, pane).x).toBe(300)
})
