import { expect, it } from 'vitest'
import { drawAside } from './drawAside'

it('matrices are drawn on one canvas outside the page, which keeps its font as long as it is large enough', () => {
  const first = drawAside(300, 200, () => undefined)
  expect(first.isConnected).toBe(false)
  expect(drawAside(100, 50, () => undefined)).toBe(first)
  expect([first.width, first.height]).toEqual([300, 200])
  drawAside(100, 400, () => undefined)
  expect([first.width, first.height]).toEqual([300, 400])
})
