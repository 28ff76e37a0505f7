import type { Ref } from 'vue'
import { onScopeDispose, ref } from 'vue'

/** Pixels of the screen a CSS pixel, as the window is zoomed or moved to another screen. */
export function usePixelRatio(): Readonly<Ref<number>> {
  const ratio = ref(window.devicePixelRatio || 1)
  let query: MediaQueryList | null = null

  function follow(): void {
    ratio.value = window.devicePixelRatio || 1
    query?.removeEventListener('change', follow)
    query = window.matchMedia(`(resolution: ${ratio.value}dppx)`)
    query.addEventListener('change', follow)
  }

  follow()
  onScopeDispose(() => query?.removeEventListener('change', follow))
  return ratio
}
