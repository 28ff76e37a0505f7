import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { TermId } from '../../core/glossary/terms'

/** The glossary: whether it is open, and at which entry. */
export const useGlossaryStore = defineStore('glossary', () => {
  const isOpen = ref(false)
  const term = shallowRef<TermId | null>(null)

  /** At an entry, or where it was last. */
  function open(id: TermId | null = null): void {
    if (id) term.value = id
    isOpen.value = true
  }

  return { isOpen, term, open }
})
