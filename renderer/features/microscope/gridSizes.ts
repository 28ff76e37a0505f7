import type { Extent } from './viewport'

/** How the number of a cell is written: with three digits or with all. */
export type CellText = 'short' | 'full'

/** A cell on the screen in CSS pixels, the gap that it keeps from the next one included. */
export interface CellSize {
  readonly width: number
  readonly height: number
  /** Null is colour only. */
  readonly text: CellText | null
  readonly gap: number
  /** Of its type, by which the usual size is multiplied. */
  readonly scale: number
}

/** Sizes: colours as dots, as an overview, in rows as high as those of numbers; numbers; all digits. */
export const DOTS = 0
export const TINY = 1
export const SMALL = 2
export const MEDIUM = 3
export const NUMBERS = 4
export const LARGE = 5
export const HUGE = 6
export const LARGEST = 7

/** Pixels of a character in type of the usual size, and what a cell keeps beside its number. */
const CHARACTER = 6.1
const BESIDE = { spacious: 7, dense: 4 }
const SCALES = { [NUMBERS]: 1, [LARGE]: 1.3, [HUGE]: 1.7 }
const ROW = { spacious: 20, dense: 14 }

/** A cell whose matrix has numbers of so many characters; dense rows have no gaps. */
export function cellSizeOf(size: number, isDense: boolean, numChars: number): CellSize {
  const rows = isDense ? 'dense' : 'spacious'
  const row = ROW[rows]
  const gap = isDense ? 1 : 2
  switch (size) {
    case DOTS:
      return { width: 3, height: 3, text: null, gap: 0, scale: 1 }
    case TINY:
      return isDense
        ? { width: 4, height: 4, text: null, gap: 1, scale: 1 }
        : { width: 5, height: 5, text: null, gap: 1, scale: 1 }
    case SMALL:
      return { width: isDense ? 4 : 7, height: row, text: null, gap: 1, scale: 1 }
    case MEDIUM:
      return { width: isDense ? 8 : 14, height: row, text: null, gap: 1, scale: 1 }
    case LARGEST:
      return { width: 152, height: row, text: 'full', gap, scale: 1 }
  }
  const scale = SCALES[size as keyof typeof SCALES]
  const width = Math.ceil(numChars * CHARACTER * scale + BESIDE[rows])
  return { width, height: scale === 1 ? row : Math.round(ROW.spacious * scale), text: 'short', gap, scale }
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
/** Up to so many columns are not too wide to be zoomed in place. */
export const FEW_COLUMNS = 4

/** How many rows and columns of a matrix are shown. */
export interface ShownMatrix {
  readonly rows: number
  readonly cols: number
  /** Of its longest number. */
  readonly numChars: number
}

export interface ChosenSizes {
  /** Which of the cells' sizes, for each matrix. */
  readonly sizes: readonly number[]
  readonly isDense: boolean
}

/**
 * A size for each of these matrices, the result first, so that all are on the screen at once: numbers as
 * large as there is room for, in dense rows if that saves them, else colours for the widest one by one, the
 * result last; then smaller colours for all of those. If nothing brings all of it on the screen, columns of
 * numbers may scroll, each by itself; and if that does not either, what is colour is as large as can be seen
 * whole.
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
      return mayScroll && sizes[i]! >= NUMBERS ? { ...box, height: Math.min(box.height, height + GAP) } : box
    })
    return boxes.every((box) => box.width - GAP <= width) && heightOf(boxes, width) <= height
  }
  for (const large of [HUGE, LARGE]) {
    const all = matrices.map(() => large)
    if (fits(all, false)) return { sizes: all, isDense: false }
  }
  /** Colours in wider cells, where there is room for that too. */
  const widened = (all: readonly number[], isDense: boolean): ChosenSizes => {
    const wider = all.map((size) => (size === SMALL ? MEDIUM : size))
    return { sizes: fits(wider, isDense) ? wider : all, isDense }
  }
  const sizes = matrices.map(() => NUMBERS)
  const candidates = [...matrices.keys()]
    .filter((i) => matrices[i]!.cols > 1)
    .toSorted((a, b) => Number(a === 0) - Number(b === 0) || matrices[b]!.cols - matrices[a]!.cols)
  for (const reduced of [null, ...candidates]) {
    if (reduced !== null) sizes[reduced] = SMALL
    for (const isDense of [false, true]) if (fits(sizes, isDense)) return widened(sizes, isDense)
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
    cols > FEW_COLUMNS ? ([MEDIUM, SMALL, TINY].find((size) => isWhole(i, size)) ?? DOTS) : NUMBERS,
  )
  return { sizes, isDense: false }
}

function boxOf(
  { rows, cols, numChars }: ShownMatrix,
  size: number,
  isDense: boolean,
  isResult: boolean,
): Extent {
  const cell = cellSizeOf(size, isDense, numChars)
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
