import { onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'

const OWN_KEYS = 'input, select, textarea, button, a[href], [contenteditable]'

/** Calls what belongs to a key, unless the key is meant for a control or comes with another one. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
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
