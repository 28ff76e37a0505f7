import { onScopeDispose, watchEffect, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Settings } from '../../core/contract/ipc'

/** Puts language and theme on the page. The theme on <html> is always `light` or `dark`. */
export function useAppearance(settings: () => Settings): void {
  const { locale } = useI18n()
  const query = window.matchMedia('(prefers-color-scheme: dark)')
  const isDarkSystem = shallowRef(query.matches)
  const follow = (): void => void (isDarkSystem.value = query.matches)
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))

  watchEffect(() => {
    const { theme } = settings()
    const root = document.documentElement
    root.dataset['theme'] = theme === 'system' ? (isDarkSystem.value ? 'dark' : 'light') : theme
  })
  watchEffect(() => {
    locale.value = settings().locale
    document.documentElement.lang = settings().locale
  })
}
