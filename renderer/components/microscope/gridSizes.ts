import type { Extent } from './viewport'

/** How the number of a cell is written: with few digits, four, eight, or all that it has. */
export type CellText = 'narrow' | 'wide' | 'long' | 'full'

/** Sizes of a cell on the screen in CSS pixels, from the overview to all digits; null is colour only. */
export const cellSizes: readonly {
  readonly width: number
  readonly height: number
  text: CellText | null
}[] = [
  { width: 5, height: 6, text: null },
  { width: 7, height: 20, text: null },
  { width: 40, height: 20, text: 'narrow' },
  { width: 60, height: 20, text: 'wide' },
  { width: 88, height: 20, text: 'long' },
  { width: 152, height: 20, text: 'full' },
]
/** An overview; colours in rows that stand beside the numbers of others; numbers of three digits; of four. */
export const TINY = 0
export const SMALL = 1
export const NARROW = 2
export const WIDE = 3

export const HEAD = 18
const GAP = 8
/** Title and facts above a matrix, and the least width that they take; a result is also called one. */
const TITLE = { height: 38, width: 58, resultWidth: 92 }
/** Where the buttons of the zoom have room beside the facts. */
const ROOM_FOR_TOOLS = 118
/** A column or two are never reduced to colour: it would save nothing. */
export const FEW_COLUMNS = 4
/** Cells of an overview that are still drawn at once. */
const MANY_CELLS = 5000

/** How many rows and columns of a matrix are shown. */
export interface ShownMatrix {
  readonly rows: number
  readonly cols: number
}

/**
 * A size for each of these matrices, the result first, so that all are on the screen at once: numbers of four digits
 * if there is room, else of three, else colours for the widest one by one, the result last; all of those in small if
 * nothing less does. What does not fit even so has to be scrolled.
 */
export function chooseSizes(matrices: readonly ShownMatrix[], { width, height }: Extent): number[] {
  const fits = (sizes: readonly number[]): boolean => {
    const boxes = matrices.map((matrix, i) => {
      const titleWidth = i === 0 ? TITLE.resultWidth : TITLE.width
      return boxOf(matrix, cellSizes[sizes[i]!]!, titleWidth)
    })
    return heightOf(boxes, width, height) <= height
  }
  const wide = matrices.map(() => WIDE)
  if (fits(wide)) return wide
  const sizes = matrices.map(() => NARROW)
  const candidates = [...matrices.keys()]
    .filter((i) => matrices[i]!.cols > FEW_COLUMNS)
    .toSorted((a, b) => Number(a === 0) - Number(b === 0) || matrices[b]!.cols - matrices[a]!.cols)
  for (const i of candidates) {
    if (fits(sizes)) return sizes
    sizes[i] = SMALL
  }
  const isSmallEnough = ({ rows, cols }: ShownMatrix): boolean => rows * cols <= MANY_CELLS
  const tiny = sizes.map((size, i) => (size === SMALL && isSmallEnough(matrices[i]!) ? TINY : size))
  return !fits(sizes) && fits(tiny) ? tiny : sizes
}

function boxOf({ rows, cols }: ShownMatrix, cell: Extent, titleWidth: number): Extent {
  return {
    width: Math.max(titleWidth, HEAD + cols * cell.width) + GAP,
    height: TITLE.height + HEAD + rows * cell.height + GAP,
  }
}

/** Of boxes in as many lines as they need, each no higher than `most`: a higher one scrolls by itself. */
function heightOf(boxes: readonly Extent[], width: number, most: number): number {
  let [total, used, line] = [0, Infinity, 0]
  for (const box of boxes) {
    if (used + box.width > width + GAP) {
      total += line
      used = 0
      line = 0
    }
    used += box.width
    line = Math.max(line, Math.min(box.height, most))
  }
  return total + line
}

/** Whether a matrix of so many columns is too narrow for buttons beside its facts. */
export function isTight(cols: number, size: number): boolean {
  return HEAD + cols * cellSizes[size]!.width < ROOM_FOR_TOOLS
}

/** Another size by so many notches, within the ladder. */
export function sizeBy(size: number, notches: number): number {
  return Math.min(Math.max(size + notches, 0), cellSizes.length - 1)
}

/** Every how many-th index stands beside cells of this size, so that indices do not touch. */
export function indexStride(cell: number, room: number): number {
  return [1, 2, 5, 10, 20, 50].find((stride) => stride * cell >= room) ?? 100
}

/** Which cells of a row or column are in sight, and a few beyond, so that moving never meets a gap. */
export function visibleCells(offset: number, extent: number, cell: number, count: number): number[] {
  const margin = Math.ceil(80 / cell)
  const first = Math.max(0, Math.floor(offset / cell) - margin)
  const last = Math.min(count, Math.ceil((offset + (extent || 32 * cell)) / cell) + margin)
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i)
}
