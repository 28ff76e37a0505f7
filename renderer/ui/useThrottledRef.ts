import type { Ref } from 'vue'
import { onScopeDispose, shallowRef, watch } from 'vue'

/**
 * For numbers and sentences that stand together, such as a figure's legend and its caption: with the same
 * interval they change at the same moment, and tell of the same update.
 */
export const READING_MS = 250

/**
 * Follows a value, but changes at most once in every stretch of `intervalMs`: for numbers and sentences that
 * nobody could read any faster. The first change and the last both come through. The stretches are the same
 * for all, so that what changes at one interval changes together and the page is laid out once for it.
 */
export function useThrottledRef<T>(source: () => T, intervalMs: number): Readonly<Ref<T>> {
  const throttled = shallowRef(source())
  let timer: ReturnType<typeof setTimeout> | null = null
  let taken = -1

  function take(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    taken = Math.floor(performance.now() / intervalMs)
    throttled.value = source()
  }

  watch(source, () => {
    const now = performance.now()
    if (Math.floor(now / intervalMs) !== taken) take()
    // Well into the next stretch: if more comes by then, it is taken along with that.
    else timer ??= setTimeout(take, (taken + 1.5) * intervalMs - now)
  })
  onScopeDispose(() => {
    if (timer !== null) clearTimeout(timer)
  })
  return throttled
}
