import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import type { PointInElement } from '../../ui/pointIn'
import { pointIn } from '../../ui/pointIn'

/** What each key does that a plot takes; `stride` is 1, or 10 with Shift. */
export type PlotKeys = Readonly<Record<string, (stride: number) => void>>

const LARGE_STRIDE = 10

export interface PlotCursor {
  /** The pointer is at a point of the plot. */
  point(at: PointInElement): void
  /** The pointer or the focus leaves the plot. */
  leave(): void
  /** The plot gets the focus. Without it the cursor stays where it is, also when the focus leaves. */
  focus?(): void
  /** The keys that mean something now; all others are left to the page. */
  keys?(): PlotKeys
  /** The plot's name, and the cursor's position as a number and in words. Without it a plot is decoration. */
  readout?(): {
    readonly label: string
    /** Of the element that says which keys the plot takes. */
    readonly manualId: string
    readonly min: number
    readonly max: number
    readonly now: number
    readonly text: string
  }
}

/**
 * The cursor of a plot, for pointer, keyboard and screen reader alike: attributes and listeners for `v-bind`
 * on the element that holds the plot. A plot with a read-out is a slider.
 */
export function usePlotCursor(cursor: PlotCursor): ComputedRef<Record<string, unknown>> {
  function onKeydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const keys = cursor.keys?.()
    const action = keys?.[event.key] ?? keys?.[event.key.toLowerCase()]
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action(event.shiftKey ? LARGE_STRIDE : 1)
  }

  const listeners = {
    onPointermove: (event: PointerEvent) =>
      cursor.point(pointIn(event.currentTarget as HTMLElement | SVGElement, event)),
    onPointerleave: () => cursor.leave(),
    ...(cursor.keys ? { onKeydown } : {}),
    ...(cursor.focus ? { onFocus: () => cursor.focus?.(), onBlur: () => cursor.leave() } : {}),
  }

  return computed(() => {
    const readout = cursor.readout?.()
    if (!readout) return listeners
    return {
      role: 'slider',
      tabindex: 0,
      'aria-orientation': 'horizontal',
      'aria-label': readout.label,
      'aria-describedby': readout.manualId,
      'aria-valuemin': readout.min,
      'aria-valuemax': readout.max,
      'aria-valuenow': readout.now,
      'aria-valuetext': readout.text,
      ...listeners,
    }
  })
}
