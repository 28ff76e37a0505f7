import type { Ref } from 'vue'
import { onActivated, onDeactivated, onMounted, onScopeDispose, ref, watch } from 'vue'
import type { ViewName } from '../../../core/contract/views'
import { useObservationsStore } from '../../stores/observations'

/**
 * Whether an element is on the screen: its place is shown, it is scrolled into sight and the window is not
 * hidden. Before the browser has said so it counts as visible.
 */
function useOnScreen(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const isActive = ref(true)
  const isInSight = ref(true)
  const isWindowShown = ref(!document.hidden)
  const isOnScreen = ref(true)
  const follow = (): void => void (isWindowShown.value = !document.hidden)
  const observer = new IntersectionObserver((entries) => {
    isInSight.value = entries.at(-1)?.isIntersecting ?? true
  })
  document.addEventListener('visibilitychange', follow)
  onMounted(() => element.value && observer.observe(element.value))
  onActivated(() => (isActive.value = true))
  onDeactivated(() => (isActive.value = false))
  onScopeDispose(() => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', follow)
  })
  watch([isActive, isInSight, isWindowShown], (all) => (isOnScreen.value = all.every((holds) => holds)), {
    immediate: true,
  })
  return isOnScreen
}

/** Has the views observed exactly while the element is on the screen, and says whether it is. */
export function useObserved(
  element: Readonly<Ref<HTMLElement | null>>,
  views: () => readonly ViewName[],
): Readonly<Ref<boolean>> {
  const store = useObservationsStore()
  const isOnScreen = useOnScreen(element)
  let stops: (() => void)[] = []

  function update(wanted: readonly ViewName[]): void {
    const before = stops
    // The new ones first, so that what stays is asked for without a break.
    stops = wanted.map((view) => store.observe(view))
    before.forEach((stop) => stop())
  }

  watch(
    () => (isOnScreen.value ? [...views()] : []),
    (wanted, before) => {
      if (wanted.join() !== before?.join()) update(wanted)
    },
    { immediate: true },
  )
  onScopeDispose(() => update([]))
  return isOnScreen
}
