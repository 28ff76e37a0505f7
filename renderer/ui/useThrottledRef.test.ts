import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { EffectScope } from 'vue'
import { effectScope, nextTick, ref } from 'vue'
import { useThrottledRef } from './useThrottledRef'

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers({ now: 1000, toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

it('takes the first change at once, then at most one in every stretch, and the last', async () => {
  const value = ref(0)
  const throttled = scope.run(() => useThrottledRef(() => value.value, 100))!
  const change = async (ms: number) => {
    vi.advanceTimersByTime(ms)
    value.value++
    await nextTick()
    return throttled.value
  }
  expect(await change(210)).toBe(1)
  expect(await change(50)).toBe(1)
  // The next stretch has begun.
  expect(await change(50)).toBe(3)
  expect(await change(10)).toBe(3)
  vi.advanceTimersByTime(150)
  expect(throttled.value).toBe(4)
})

it('changes together with all others of its interval, whenever each of them began', async () => {
  const [one, other] = [ref(0), ref(0)]
  const throttled = [one, other].map((source) => scope.run(() => useThrottledRef(() => source.value, 100))!)
  one.value++
  await nextTick()
  vi.advanceTimersByTime(60)
  other.value++
  await nextTick()
  vi.advanceTimersByTime(60)
  one.value++
  other.value++
  await nextTick()
  expect(throttled.map(({ value }) => value)).toEqual([2, 2])
})
