import type { Ref } from 'vue'
import { ref, watch } from 'vue'

/** As the plots' labels are set. */
const FACES = ["500 11px 'Inter Variable'", "500 11px 'Unroll Signs'", "500 11px 'Noto Sans SC Variable'"]

/**
 * Whether the type faces for a text are there. A canvas does not wait for them as a page does, and what was
 * measured in a stand-in stays wrong.
 */
export function useFontsReady(text: () => string): Readonly<Ref<boolean>> {
  const isReady = ref(false)
  watch(
    text,
    async (wanted) => {
      isReady.value = false
      await Promise.all(FACES.map((face) => document.fonts?.load(face, wanted)))
      if (wanted === text()) isReady.value = true
    },
    { immediate: true },
  )
  return isReady
}
