import type { ComputedRef, Ref } from 'vue'
import { computed } from 'vue'
import type { Size } from '../../ui/useElementSize'
import { useElementSize } from '../../ui/useElementSize'

export interface Margins {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The part of a plot between its axes, in pixels from the element's upper left corner. */
export interface PlotArea extends Margins, Size {}

/** The size of a plot's element, and the part of it that the margins leave. */
export function usePlotArea(
  element: Readonly<Ref<HTMLElement | null>>,
  margins: Margins,
): { readonly size: Readonly<Ref<Size>>; readonly area: ComputedRef<PlotArea> } {
  const size = useElementSize(element)
  const area = computed(() => {
    const { left, top } = margins
    const width = Math.max(1, size.value.width - left - margins.right)
    const height = Math.max(1, size.value.height - top - margins.bottom)
    return { left, top, width, height, right: left + width, bottom: top + height }
  })
  return { size, area }
}
