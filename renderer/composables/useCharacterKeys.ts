import type { Ref } from 'vue'
import { computed } from 'vue'
import { useSettingsStore } from '../stores/settings'

/** Whether a key types a letter, a digit or a sign. */
export function isCharacter(key: string): boolean {
  return key.length === 1 && key !== ' '
}

/** Whether such keys may do something by themselves: who speaks to the machine, or hits keys by mistake, says no. */
export function useCharacterKeys(): Readonly<Ref<boolean>> {
  const store = useSettingsStore()
  return computed(() => store.settings.characterKeys)
}
