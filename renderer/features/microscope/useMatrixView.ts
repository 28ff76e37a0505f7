import type { Ref } from 'vue'
import { computed } from 'vue'
import type { Matrix } from '../../../core/explain/matrix'
import { layOutGrid } from './gridLayout'
import { cellSizeOf, HEAD, headHeight } from './gridSizes'
import type { Area } from './litAreas'
import type { MatrixView } from './matrixPaint'
import { useCellScroll } from './useCellScroll'

export interface ShownMatrixOptions {
  readonly matrix: Matrix
  /** The sequence whose column is shown; null shows all columns. */
  readonly item: number | null
  /** Which of the cells' sizes, and whether in dense rows. */
  readonly size: number
  readonly isDense: boolean
  /** Of its longest number. */
  readonly numChars: number
  /** The row that is marked; null if none is. */
  readonly marked: number | null
  /** What the explained element is computed from; null if that is nothing of this matrix. */
  readonly lit: Area | null
}

/** How a matrix stands in its scroller, and what of it is in sight there. `options` are reactive. */
export function useMatrixView(scroller: Readonly<Ref<HTMLElement | null>>, options: ShownMatrixOptions) {
  const layout = computed(() => layOutGrid(options.matrix, options.item))
  const cell = computed(() => cellSizeOf(options.size, options.isDense, options.numChars))
  /** The height of the indices above the columns. */
  const head = computed(() => headHeight(options.isDense))
  /** The whole matrix with its indices, in CSS pixels. */
  const content = computed(() => ({
    width: HEAD + layout.value.numColumns * cell.value.width,
    height: head.value + layout.value.numRows * cell.value.height,
  }))
  const { extent, scrolled, ...scrolling } = useCellScroll(scroller, {
    size: () => ({ rows: layout.value.numRows, columns: layout.value.numColumns }),
    cell: () => cell.value,
    headHeight: () => head.value,
  })
  const view = computed<MatrixView>(() => ({
    layout: layout.value,
    cell: cell.value,
    headHeight: head.value,
    marked: options.marked,
    lit: options.lit && layout.value.placeOf(options.lit),
    ...scrolled.value,
    width: Math.min(content.value.width, extent.value.width),
    height: Math.min(content.value.height, extent.value.height),
  }))
  return { layout, cell, head, content, view, ...scrolling }
}
