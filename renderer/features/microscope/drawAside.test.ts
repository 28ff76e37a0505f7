import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** As much of the engine's canvas as is needed: what is handed on is as large as the canvas was then. */
class Canvas {
  static made = 0
  constructor(
    public width: number,
    public height: number,
  ) {
    Canvas.made++
  }
  getContext = () => ({})
  transferToImageBitmap = () => ({ width: this.width, height: this.height })
}

beforeEach(() => void vi.stubGlobal('OffscreenCanvas', Canvas))
afterEach(() => vi.unstubAllGlobals())

it('matrices are drawn on one canvas outside the page, each in its own size, and their pictures handed on', async () => {
  const { drawAside } = await import('./drawAside')
  const drawn: unknown[] = []
  expect(drawAside(300, 200, (context) => drawn.push(context))).toEqual({ width: 300, height: 200 })
  expect(drawAside(100, 50, (context) => drawn.push(context))).toEqual({ width: 100, height: 50 })
  expect([drawn.length, Canvas.made]).toEqual([2, 1])
})
