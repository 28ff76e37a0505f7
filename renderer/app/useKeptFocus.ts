import type { Ref } from 'vue'
import { nextTick } from 'vue'

/**
 * Keeps the keyboard in the window where a control goes away because it was pressed: its focus would fall to
 * the document, from where Tab begins at the header again. To be called when it is pressed, with what that
 * begins; the view has the focus then.
 */
export function useKeptFocus(
  view: Readonly<Ref<HTMLElement | null>>,
): (begun?: Promise<unknown>) => Promise<void> {
  return async function keepFocus(begun) {
    const pressed = document.activeElement
    await begun
    await nextTick()
    if (document.activeElement === document.body && pressed?.isConnected === false) view.value?.focus()
  }
}
