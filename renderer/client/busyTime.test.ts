import { afterEach, expect, it, vi } from 'vitest'
import { timeBusy } from './busyTime'

afterEach(() => void vi.restoreAllMocks())

it('counts what is done at once, what is rendered after it and what is drawn in its frame, and nothing between', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const frames: FrameRequestCallback[] = []
  vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => frames.push(callback))
  const told = new Promise<number>((resolve) => {
    timeBusy(() => {
      now += 1
      queueMicrotask(() => (now += 10))
      requestAnimationFrame(() => (now += 100))
    }, resolve)
  })
  await Promise.resolve()
  now += 1000
  for (const draw of frames) draw(now)
  expect(await told).toBe(111)
})
