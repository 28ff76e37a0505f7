import type { Ref } from 'vue'
import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'
import { isCharacter, useCharacterKeys } from './useCharacterKeys'

/** These take every key: text is typed there, an option looked for by its first letter, or all else waits. */
const TAKES_ALL = 'input, select, textarea, [contenteditable], [role="dialog"], [role="alertdialog"]'
/** These are pressed by Space and Enter, and know no other key. */
const IS_PRESSED = 'button, a[href], summary'

/** Whether a key is meant for the control that has the focus. */
function isOwnKey(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return (
    target.closest(TAKES_ALL) !== null ||
    ([' ', 'Enter'].includes(key) && target.closest(IS_PRESSED) !== null)
  )
}

/**
 * Calls what belongs to a key, unless the key is meant for a control, comes with another one, or is a
 * character and those are switched off; the window itself says whether they are.
 */
export function useShortcuts(
  actions: Readonly<Record<string, () => void>>,
  hasCharacterKeys: Readonly<Ref<boolean>> = useCharacterKeys(),
): void {
  function onKey(event: KeyboardEvent): void {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
    if (isCharacter(event.key) && !hasCharacterKeys.value) return
    if (isOwnKey(event.key, event.target)) return
    const action = actions[event.key.toLowerCase()]
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
