import type { Ref } from 'vue'
import { onScopeDispose, shallowRef, watch } from 'vue'

/**
 * Follows a value, but changes at most once in `intervalMs`: for numbers and sentences that nobody could read any
 * faster. The first change and the last both come through.
 */
export function useLatched<T>(source: () => T, intervalMs: number): Readonly<Ref<T>> {
  const latched = shallowRef(source())
  let timer: ReturnType<typeof setTimeout> | null = null
  let isPending = false

  function take(): void {
    isPending = false
    latched.value = source()
    timer = setTimeout(() => {
      timer = null
      if (isPending) take()
    }, intervalMs)
  }

  watch(source, () => {
    isPending = true
    if (timer === null) take()
  })
  onScopeDispose(() => {
    if (timer !== null) clearTimeout(timer)
  })
  return latched
}
