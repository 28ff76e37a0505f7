import type { InjectionKey, Ref } from 'vue'
import { inject, ref } from 'vue'

/** Whether keys of characters may do something by themselves; provided by the window, from its settings. */
export const characterKeysKey: InjectionKey<Readonly<Ref<boolean>>> = Symbol('characterKeys')

/** Whether a key types a letter, a digit or a sign. */
export function isCharacter(key: string): boolean {
  return key.length === 1 && key !== ' '
}

/**
 * Whether such keys may do something by themselves: who speaks to the machine, or hits keys by mistake, says
 * no.
 */
export function useCharacterKeys(): Readonly<Ref<boolean>> {
  return inject(characterKeysKey, () => ref(true), true)
}
