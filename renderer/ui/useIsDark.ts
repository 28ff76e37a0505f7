import type { Ref } from 'vue'
import { ref } from 'vue'
import { useThemeChange } from './useThemeChange'

/** Whether the page is dark. */
export function useIsDark(): Readonly<Ref<boolean>> {
  const read = (): boolean => document.documentElement.dataset['theme'] === 'dark'
  const isDark = ref(read())
  useThemeChange(() => (isDark.value = read()))
  return isDark
}
