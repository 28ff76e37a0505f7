import { onActivated, onBeforeUnmount, onDeactivated } from 'vue'

/** The system's own choices that change what a colour of the style sheet is. */
const CHOICES = ['(forced-colors: active)', '(prefers-color-scheme: dark)']

/**
 * Calls back after the page's colours changed: by its theme, or because the system chooses them. A view that is
 * put away has no colours: it hears of the change when it is back.
 */
export function useThemeChange(callback: () => void): void {
  let isAway = false
  let isMissed = false
  function onChange(): void {
    if (isAway) isMissed = true
    else callback()
  }
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const queries = CHOICES.map((choice) => window.matchMedia(choice))
  for (const query of queries) query.addEventListener('change', onChange)
  onDeactivated(() => (isAway = true))
  onActivated(() => {
    isAway = false
    if (isMissed) callback()
    isMissed = false
  })
  onBeforeUnmount(() => {
    observer.disconnect()
    for (const query of queries) query.removeEventListener('change', onChange)
  })
}
