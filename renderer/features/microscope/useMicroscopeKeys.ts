import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'
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

/** Controls that need the arrow keys, Home and End themselves. */
const WITH_ARROWS = 'input, select, textarea, [role="grid"], [role="radiogroup"]'
/** Controls that letters are typed into. */
const WITH_LETTERS = 'input:not([type="range"]):not([type="radio"]), select, textarea'

/**
 * Stepping by keyboard: arrows, Home, End; Page Up and Page Down also from within a matrix; B, R and W; + -
 * 0, unless characters are switched off.
 */
export function useMicroscopeKeys(actions: MicroscopeActions): void {
  const hasCharacterKeys = useCharacterKeys()
  const arrows: Readonly<Record<string, () => void>> = {
    ArrowLeft: actions.back,
    ArrowRight: actions.forward,
    Home: actions.first,
    End: actions.last,
  }
  const others: Readonly<Record<string, () => void>> = {
    PageUp: actions.back,
    PageDown: actions.forward,
    b: actions.toggleBreakpoint,
    r: actions.runToBreakpoint,
    w: actions.toggleWatch,
    '+': () => actions.zoom(1),
    '=': () => actions.zoom(1),
    '-': () => actions.zoom(-1),
    '0': () => actions.zoom(0),
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isCharacter(event.key) && !hasCharacterKeys.value) return
    const isIn = (selector: string): boolean =>
      event.target instanceof Element && event.target.closest(selector) !== null
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const action = arrows[key] && !isIn(WITH_ARROWS) ? arrows[key] : isIn(WITH_LETTERS) ? null : others[key]
    if (!action) return
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
