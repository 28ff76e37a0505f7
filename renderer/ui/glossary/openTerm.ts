import { inject, type InjectionKey } from 'vue'
import type { TermId } from '../../../core/glossary/terms'

/** Opens the glossary at an entry. */
export type OpenTerm = (id: TermId) => void

export const openTermKey: InjectionKey<OpenTerm> = Symbol('openTerm')

/** What opens an entry; null in a component that stands without the window. */
export const useOpenTerm = (): OpenTerm | null => inject(openTermKey, null)
