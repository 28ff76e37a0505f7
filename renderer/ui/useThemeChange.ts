import { onBeforeUnmount } from 'vue'

/** Calls back after the page's colours changed. */
export function useThemeChange(callback: () => void): void {
  const observer = new MutationObserver(callback)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  onBeforeUnmount(() => observer.disconnect())
}
