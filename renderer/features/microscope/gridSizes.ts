import type { Extent } from './viewport'

/** How the number of a cell is written: with three decimals at most, with 3, 4 or 8 digits, or with all. */
export type CellText = 'tight' | 'narrow' | 'wide' | 'long' | 'full'

/** A cell on the screen in CSS pixels, the gap that it keeps from the next one included. */
export interface CellSize {
  readonly width: number
  readonly height: number
  /** Null is colour only. */
  readonly text: CellText | null
  readonly gap: number
}

/** From the overview to all digits. */
const SPACIOUS: readonly CellSize[] = [
  { width: 3, height: 3, text: null, gap: 0 },
  { width: 5, height: 5, text: null, gap: 1 },
  { width: 7, height: 20, text: null, gap: 1 },
  { width: 40, height: 20, text: 'narrow', gap: 2 },
  { width: 60, height: 20, text: 'wide', gap: 2 },
  { width: 88, height: 20, text: 'long', gap: 2 },
  { width: 152, height: 20, text: 'full', gap: 2 },
]
/** Where many matrices share the screen: rows without gaps, cells as wide as their numbers. */
const DENSE: readonly CellSize[] = [
  SPACIOUS[0]!,
  SPACIOUS[1]!,
  { width: 5, height: 14, text: null, gap: 1 },
  { width: 34, height: 14, text: 'tight', gap: 1 },
  ...SPACIOUS.slice(4).map((cell) => ({ ...cell, height: 14, gap: 1 })),
]
/** Dots; an overview; colours in rows as high as those of numbers; numbers of three digits; of four. */
export const DOTS = 0
export const TINY = 1
export const SMALL = 2
export const NARROW = 3
export const WIDE = 4
export const LARGEST = SPACIOUS.length - 1

export function cellSizeOf(size: number, isDense: boolean): CellSize {
  return (isDense ? DENSE : SPACIOUS)[size]!
}

/** What the indices take beside the rows, and above the columns. */
export const HEAD = 18
export function headHeight(isDense: boolean): number {
  return isDense ? 14 : HEAD
}
const GAP = 8
/** Title and facts above a matrix, and the least width that they take; a result is also called one. */
const TITLE = { height: 38, width: 58, resultWidth: 92 }
/** Where the buttons of the zoom have room beside the facts. */
const ROOM_FOR_TOOLS = 118
/** A column or two are never reduced to colour: it would save nothing. */
export const FEW_COLUMNS = 4

/** How many rows and columns of a matrix are shown. */
export interface ShownMatrix {
  readonly rows: number
  readonly cols: number
}

export interface ChosenSizes {
  /** Which of the cells' sizes, for each matrix. */
  readonly sizes: readonly number[]
  readonly isDense: boolean
}

/**
 * A size for each of these matrices, the result first, so that all are on the screen at once: numbers of four
 * digits if there is room, else of three, in dense rows if that saves them, else colours for the widest one
 * by one, the result last; then smaller colours for all of those. If nothing brings all of it on the screen,
 * columns of numbers may scroll, each by itself; and if that does not either, what is colour is as large as
 * can be seen whole.
 */
export function chooseSizes(matrices: readonly ShownMatrix[], extent: Extent): ChosenSizes {
  return (
    choose(matrices, extent, false) ?? choose(matrices, extent, true) ?? asLargeAsSeenWhole(matrices, extent)
  )
}

/** The first choice that brings all beside each other; null if none does. */
function choose(
  matrices: readonly ShownMatrix[],
  { width, height }: Extent,
  mayScroll: boolean,
): ChosenSizes | null {
  const fits = (sizes: readonly number[], isDense: boolean): boolean => {
    const boxes = matrices.map((matrix, i) => {
      const box = boxOf(matrix, sizes[i]!, isDense, i === 0)
      // Colours are there to be seen whole.
      return mayScroll && sizes[i]! > SMALL ? { ...box, height: Math.min(box.height, height + GAP) } : box
    })
    return boxes.every((box) => box.width - GAP <= width) && heightOf(boxes, width) <= height
  }
  const wide = matrices.map(() => WIDE)
  if (fits(wide, false)) return { sizes: wide, isDense: false }
  const sizes = matrices.map(() => NARROW)
  const candidates = [...matrices.keys()]
    .filter((i) => matrices[i]!.cols > FEW_COLUMNS)
    .toSorted((a, b) => Number(a === 0) - Number(b === 0) || matrices[b]!.cols - matrices[a]!.cols)
  for (const reduced of [null, ...candidates]) {
    if (reduced !== null) sizes[reduced] = SMALL
    for (const isDense of [false, true]) if (fits(sizes, isDense)) return { sizes, isDense }
  }
  for (const overview of [TINY, DOTS]) {
    const smaller = sizes.map((size) => (size === SMALL ? overview : size))
    for (const isDense of [false, true]) if (fits(smaller, isDense)) return { sizes: smaller, isDense }
  }
  return null
}

function asLargeAsSeenWhole(matrices: readonly ShownMatrix[], { width, height }: Extent): ChosenSizes {
  const isWhole = (i: number, size: number): boolean => {
    const box = boxOf(matrices[i]!, size, false, i === 0)
    return box.width - GAP <= width && box.height - GAP <= height
  }
  const sizes = matrices.map(({ cols }, i) =>
    cols > FEW_COLUMNS ? ([SMALL, TINY].find((size) => isWhole(i, size)) ?? DOTS) : NARROW,
  )
  return { sizes, isDense: false }
}

function boxOf({ rows, cols }: ShownMatrix, size: number, isDense: boolean, isResult: boolean): Extent {
  const cell = cellSizeOf(size, isDense)
  const titleWidth = isResult ? TITLE.resultWidth : TITLE.width
  return {
    width: Math.max(titleWidth, HEAD + cols * cell.width) + GAP,
    height: TITLE.height + headHeight(isDense) + rows * cell.height + GAP,
  }
}

/** Of boxes in as many lines as they need. */
function heightOf(boxes: readonly Extent[], width: number): number {
  let [total, used, line] = [-GAP, Infinity, 0]
  for (const box of boxes) {
    if (used + box.width > width + GAP) {
      total += line
      used = 0
      line = 0
    }
    used += box.width
    line = Math.max(line, box.height)
  }
  return total + line
}

/** Whether a matrix so wide on the screen is too narrow for buttons beside its facts. */
export function isTight(width: number): boolean {
  return width < ROOM_FOR_TOOLS
}

/** Another size by so many notches, within the ladder. */
export function sizeBy(size: number, notches: number): number {
  return Math.min(Math.max(size + notches, 0), LARGEST)
}

/** Every how many-th index stands beside cells of this size, so that indices do not touch. */
export function indexStride(cell: number, room: number): number {
  return [1, 2, 5, 10, 20, 50].find((stride) => stride * cell >= room) ?? 100
}

/** Which cells of a row or column are in sight, wholly or in part: from the first to before the last. */
export function cellsInSight(
  offset: number,
  extent: number,
  cell: number,
  count: number,
): { from: number; to: number } {
  return {
    from: Math.max(0, Math.min(count, Math.floor(offset / cell))),
    to: Math.max(0, Math.min(count, Math.ceil((offset + extent) / cell))),
  }
}
