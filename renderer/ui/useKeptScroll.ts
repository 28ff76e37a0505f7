import type { Ref } from 'vue'
import { onActivated } from 'vue'

/** A kept view's element that scrolls stands where it was left when the view is shown again. */
export function useKeptScroll(element: Readonly<Ref<HTMLElement | null>>): { onScroll: () => void } {
  let top = 0
  onActivated(() => {
    if (element.value) element.value.scrollTop = top
  })
  return { onScroll: () => (top = element.value?.scrollTop ?? 0) }
}
