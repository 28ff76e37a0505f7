import { onMounted, onScopeDispose, type Ref } from 'vue'
import { byKey, type ShortcutAction } from '../../ui/shortcuts'
import { isCharacter, useCharacterKeys } from '../../ui/useCharacterKeys'

/** A dialog waits for an answer, and Escape is its own. */
const DIALOG = '[role="dialog"], [role="alertdialog"], [role="menu"]'
const TYPED_INTO = 'input:not([type="range"]):not([type="radio"]), select, textarea'

export interface PresenterActions extends Readonly<Record<ShortcutAction<'presentation'>, () => boolean>> {
  /** Begins and ends the presentation, wherever the focus is. */
  readonly present: () => boolean
}

/**
 * A presenter's keys, before anything else in the window hears them. An action says whether it took its key:
 * what it leaves goes on to the place.
 */
export function usePresenterKeys(isOn: Readonly<Ref<boolean>>, actions: PresenterActions): void {
  const hasCharacterKeys = useCharacterKeys()
  const { present, ...whilePresented } = actions
  const always = byKey<'window', () => boolean>('window', { present })
  const known = byKey<'presentation', () => boolean>('presentation', whilePresented)

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isIn = (selector: string) => event.target instanceof Element && event.target.closest(selector)
    if (isIn(DIALOG) || document.querySelector(DIALOG)) return
    const isTyped = isCharacter(event.key)
    if (isTyped && (!hasCharacterKeys.value || isIn(TYPED_INTO))) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const action = always[key] ?? (isOn.value ? known[key] : undefined)
    if (!action || (event.repeat && !key.startsWith('Page')) || !action()) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  onMounted(() => window.addEventListener('keydown', onKey, true))
  onScopeDispose(() => window.removeEventListener('keydown', onKey, true))
}
