import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'
import { byKey } from '../../ui/shortcuts'
import { isCharacter, useCharacterKeys } from '../../ui/useCharacterKeys'

export interface MicroscopeActions {
  back(): void
  forward(): void
  first(): void
  last(): void
  runToBreakpoint(): void
  toggleBreakpoint(): void
  toggleWatch(): void
  /** Closer (1), further away (-1), as at the start (0). */
  zoom(direction: number): void
}

/** Keys that some controls need themselves, and those controls. */
const ARROWS = ['ArrowLeft', 'ArrowRight', 'Home', 'End']
const WITH_ARROWS = 'input, select, textarea, [role="grid"], [role="radiogroup"], [role="dialog"]'
/** Controls that letters are typed into. */
const WITH_LETTERS = 'input:not([type="range"]):not([type="radio"]), select, textarea, [role="dialog"]'

/**
 * Stepping by keyboard: arrows, Home, End; Page Up and Page Down also from within a matrix; B, R and W; + -
 * 0, unless characters are switched off.
 */
export function useMicroscopeKeys(actions: MicroscopeActions): void {
  const hasCharacterKeys = useCharacterKeys()
  const { back, forward, first, last, zoom, ...marks } = actions
  const known = byKey<'microscope', () => void>('microscope', {
    back,
    forward,
    first,
    last,
    ...marks,
    zoomIn: () => zoom(1),
    zoomOut: () => zoom(-1),
    resetZoom: () => zoom(0),
  })

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isCharacter(event.key) && !hasCharacterKeys.value) return
    const isIn = (selector: string): boolean =>
      event.target instanceof Element && event.target.closest(selector) !== null
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const action = known[key]
    if (!action || isIn(ARROWS.includes(key) ? WITH_ARROWS : WITH_LETTERS)) return
    event.preventDefault()
    action()
  }

  const listen = (): void => window.addEventListener('keydown', onKey)
  const ignore = (): void => window.removeEventListener('keydown', onKey)
  onMounted(listen)
  onActivated(listen)
  onDeactivated(ignore)
  onScopeDispose(ignore)
}
