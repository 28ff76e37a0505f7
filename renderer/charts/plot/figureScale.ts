import type { InjectionKey, Ref } from 'vue'
import { inject, ref } from 'vue'

/** A figure provides it; a plot alone has scale 1. */
export const figureScaleKey: InjectionKey<Readonly<Ref<number>>> = Symbol('figureScale')

/** A figure provides it: takes the figure back to its place, where it fills the window. */
export const figureLeaveKey: InjectionKey<() => void> = Symbol('figureLeave')

/** What takes the figure around a plot back to its place. */
export function useFigureLeave(): () => void {
  return inject(figureLeaveKey, () => () => undefined, true)
}

/** How much larger than usual the figure around a plot is shown, for what the style sheet does not draw. */
export function useFigureScale(): Readonly<Ref<number>> {
  return inject(figureScaleKey, () => ref(1), true)
}
