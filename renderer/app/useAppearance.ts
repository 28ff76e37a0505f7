import type { Ref } from 'vue'
import { onScopeDispose, shallowRef, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Settings } from '../../core/contract/ipc'

/** Whether the system or the person at it says so now. */
function useMedia(condition: string): Readonly<Ref<boolean>> {
  const query = window.matchMedia(condition)
  const matches = shallowRef(query.matches)
  const follow = (): void => void (matches.value = query.matches)
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return matches
}

/** Whether the canvas that the system chose is dark. The theme that is set does not change it. */
function isCanvasDark(): boolean {
  const probe = document.createElement('span')
  probe.style.color = 'Canvas'
  document.documentElement.append(probe)
  const channels = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
  probe.remove()
  return channels.reduce((sum, channel) => sum + channel, 0) < 3 * 128
}

/**
 * Puts language and theme on the page. The theme on <html> is always `light` or `dark`; where the system
 * chooses the colours (Windows' high contrast), it is what they are.
 */
export function useAppearance(settings: () => Settings): void {
  const { locale } = useI18n()
  const isDarkSystem = useMedia('(prefers-color-scheme: dark)')
  const isForced = useMedia('(forced-colors: active)')

  watchEffect(() => {
    const { theme } = settings()
    const isDark = theme === 'system' ? isDarkSystem.value : theme === 'dark'
    const isShownDark = isForced.value ? isCanvasDark() : isDark
    document.documentElement.dataset['theme'] = isShownDark ? 'dark' : 'light'
  })
  watchEffect(() => {
    locale.value = settings().locale
    document.documentElement.lang = settings().locale
  })
}
