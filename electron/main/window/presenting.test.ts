import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { createPresenting, presentedZoom, PRESENTED_HEIGHT } from './presenting'

function openWindow({ height = 1080, factor = 1 } = {}) {
  const contents = new EventEmitter()
  const window = new EventEmitter()
  const state = { height, factor }
  const webContents = Object.assign(contents, {
    getZoomFactor: () => state.factor,
    setZoomFactor: (value: number) => void (state.factor = value),
    isDestroyed: () => false,
  })
  const presenting = createPresenting(
    Object.assign(window, { webContents, getContentSize: () => [1920, state.height] }) as never,
  )
  return { window, contents, state, presenting }
}

it('shows the smallest type, of 12 CSS pixels, at least 37 pixels high on a picture of 1080', () => {
  expect(12 * presentedZoom(1080)).toBeGreaterThanOrEqual(37)
  expect(presentedZoom(PRESENTED_HEIGHT / 2)).toBe(1)
  expect(presentedZoom(10_000)).toBe(5)
})

it('follows the size of the window, and brings the usual size back', () => {
  const { window, state, presenting } = openWindow({ factor: 1.25 })
  presenting.set(true)
  presenting.set(true)
  expect(state.factor).toBeCloseTo(1080 / PRESENTED_HEIGHT)
  state.height = 720
  window.emit('resize')
  expect(state.factor).toBeCloseTo(720 / PRESENTED_HEIGHT)
  presenting.set(false)
  expect(state.factor).toBe(1.25)
  window.emit('resize')
  expect(state.factor).toBe(1.25)
})

it('ends with a page that is loaded anew, also where the app was killed meanwhile', () => {
  const { contents, state, presenting } = openWindow()
  presenting.set(true)
  contents.emit('did-finish-load')
  expect(state.factor).toBe(1)
  const killed = openWindow({ factor: 3.1 })
  killed.contents.emit('did-finish-load')
  expect(killed.state.factor).toBe(1)
  const chosen = openWindow({ factor: 2 })
  chosen.contents.emit('did-finish-load')
  expect(chosen.state.factor).toBe(2)
})
