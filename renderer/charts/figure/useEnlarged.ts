import type { ComputedRef, Ref } from 'vue'
import { computed, onDeactivated, onScopeDispose, provide, ref, watch } from 'vue'
import { figureLeaveKey, figureScaleKey } from '../plot/figureScale'

/** Of a window this large, in CSS pixels, a figure that fills it is drawn at its usual size. */
const USUAL = { width: 1000, height: 620 }
const LEAST = 1.2
const MOST = 2.2

/** Makes all of the page but an element deaf to pointer, keys and readers; returns what undoes it. */
function isolate(element: Element): () => void {
  const silenced: Element[] = []
  for (let at = element; at.parentElement && at !== document.body; at = at.parentElement) {
    for (const sibling of at.parentElement.children) {
      if (sibling === at || sibling.hasAttribute('inert')) continue
      sibling.setAttribute('inert', '')
      silenced.push(sibling)
    }
  }
  return () => silenced.forEach((sibling) => sibling.removeAttribute('inert'))
}

export interface Enlarged {
  readonly isLarge: Readonly<Ref<boolean>>
  readonly scale: ComputedRef<number>
  toggle(): void
}

/**
 * Lets a figure fill the window, for a projector: the same figure, larger, until its button or Escape takes
 * it back. Meanwhile the rest of the window is out of reach and the focus is on the figure, so that Space is
 * not the button's but starts and pauses as ever; afterwards it is on the button again.
 */
export function useEnlarged(
  figure: Readonly<Ref<HTMLElement | null>>,
  button: Readonly<Ref<{ focus(): void } | null>>,
): Enlarged {
  const isLarge = ref(false)
  const size = ref({ width: window.innerWidth, height: window.innerHeight })
  let release: (() => void) | null = null

  const scale = computed(() => {
    if (!isLarge.value) return 1
    const fit = Math.min(size.value.width / USUAL.width, size.value.height / USUAL.height)
    return Math.min(Math.max(fit, LEAST), MOST)
  })
  provide(figureScaleKey, scale)
  provide(figureLeaveKey, () => void (isLarge.value = false))

  const onResize = (): void => void (size.value = { width: window.innerWidth, height: window.innerHeight })
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    // A menu in front of it takes the key.
    if (event.target instanceof Element && event.target.closest('[role=menu]')) return
    event.preventDefault()
    event.stopPropagation()
    isLarge.value = false
  }

  function open(): void {
    onResize()
    if (figure.value) release = isolate(figure.value)
    window.addEventListener('resize', onResize)
    // Before the plots, for which Escape has another meaning.
    document.addEventListener('keydown', onKey, true)
    figure.value?.focus({ preventScroll: true })
  }

  function close(): void {
    release?.()
    release = null
    window.removeEventListener('resize', onResize)
    document.removeEventListener('keydown', onKey, true)
  }

  // Once the figure can be focused, which it can while it is large.
  watch(
    isLarge,
    (large) => {
      if (large) return open()
      close()
      button.value?.focus()
    },
    { flush: 'post' },
  )
  onDeactivated(() => (isLarge.value = false))
  onScopeDispose(close)

  return { isLarge, scale, toggle: () => void (isLarge.value = !isLarge.value) }
}
