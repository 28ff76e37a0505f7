import { onBeforeUnmount } from 'vue'

/** The system's own choices that change what a colour of the style sheet is. */
const CHOICES = ['(forced-colors: active)', '(prefers-color-scheme: dark)']

/** Calls back after the page's colours changed: by its theme, or because the system chooses them. */
export function useThemeChange(callback: () => void): void {
  const observer = new MutationObserver(callback)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const queries = CHOICES.map((choice) => window.matchMedia(choice))
  for (const query of queries) query.addEventListener('change', callback)
  onBeforeUnmount(() => {
    observer.disconnect()
    for (const query of queries) query.removeEventListener('change', callback)
  })
}
