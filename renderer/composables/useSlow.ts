import type { Ref } from 'vue'
import { onScopeDispose, ref, watch } from 'vue'

/**
 * A counter that follows another, but changes at most once in `intervalMs`: for texts that nobody could read any
 * faster. The first change and the last both come through.
 */
export function useSlow(source: () => unknown, intervalMs: number): Readonly<Ref<number>> {
  const slow = ref(0)
  let timer: ReturnType<typeof setTimeout> | null = null
  let isPending = false

  function fire(): void {
    isPending = false
    slow.value++
    timer = setTimeout(() => {
      timer = null
      if (isPending) fire()
    }, intervalMs)
  }

  watch(source, () => {
    isPending = true
    if (timer === null) fire()
  })
  onScopeDispose(() => {
    if (timer !== null) clearTimeout(timer)
  })
  return slow
}
