import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'
import { isCharacter, useCharacterKeys } from './useCharacterKeys'

const OWN_KEYS = 'input, select, textarea, button, a[href], [contenteditable]'

/**
 * Calls what belongs to a key, unless the key is meant for a control, comes with another one, or is a
 * character and those are switched off.
 */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const hasCharacterKeys = useCharacterKeys()

  function onKey(event: KeyboardEvent): void {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
    if (isCharacter(event.key) && !hasCharacterKeys.value) return
    if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return
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
