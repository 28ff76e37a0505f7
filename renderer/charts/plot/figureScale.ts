import type { InjectionKey, Ref } from 'vue'
import { inject, ref } from 'vue'

/** A figure provides it; a plot alone has scale 1. */
export const figureScaleKey: InjectionKey<Readonly<Ref<number>>> = Symbol('figureScale')

/** How much larger than usual the figure around a plot is shown, for what the style sheet does not draw. */
export function useFigureScale(): Readonly<Ref<number>> {
  return inject(figureScaleKey, () => ref(1), true)
}
