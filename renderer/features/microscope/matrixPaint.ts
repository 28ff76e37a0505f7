import { cellNumber } from './cellText'
import type { CellSize } from './gridSizes'
import { cellsInSight, HEAD, indexStride } from './gridSizes'
import type { GridArea, GridLayout } from './gridLayout'
import { tintCode } from './matrixTints'

/** The style sheet's colours and type as a canvas takes them. */
export interface MatrixTheme {
  readonly tints: Uint32Array
  readonly ink: string
  readonly faint: string
  readonly accent: string
  /** The usual size of type in CSS pixels, and its family. */
  readonly fontSize: number
  readonly fontFamily: string
}

/** What of a matrix is drawn, in CSS pixels. */
export interface MatrixView {
  readonly layout: GridLayout
  readonly cell: CellSize
  readonly headHeight: number
  /** The row that is marked; null if none is. */
  readonly marked: number | null
  /** What the explained element is computed from; null if that is nothing of this matrix. */
  readonly lit: GridArea | null
  /** How far it is scrolled, and what is in sight of it with its indices. */
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Pixels that an index of two digits takes beside or above cells. */
const INDEX_SIZE = { row: 12, column: 16 }
/** Between a number and the edge of its cell. */
const PADDING = 3

interface Visible {
  readonly rows: { readonly from: number; readonly to: number }
  readonly columns: { readonly from: number; readonly to: number }
  /** Where the first row and the first column would be: under the indices once they are scrolled. */
  readonly x: number
  readonly y: number
}

/**
 * Draws what is in sight of a matrix: tints, numbers where they have room, and indices, which stay in sight.
 */
export function paintMatrix(
  context: OffscreenCanvasRenderingContext2D,
  view: MatrixView,
  theme: MatrixTheme,
): void {
  const { layout, cell, headHeight, left, top, width, height } = view
  const visible: Visible = {
    rows: cellsInSight(top, height - headHeight, cell.height, layout.numRows),
    columns: cellsInSight(left, width - HEAD, cell.width, layout.numColumns),
    x: HEAD - left,
    y: headHeight - top,
  }
  context.clearRect(0, 0, width, height)
  if (visible.rows.to === visible.rows.from || visible.columns.to === visible.columns.from) return
  paintTints(context, view, theme, visible)
  context.textBaseline = 'middle'
  if (cell.text !== null) paintNumbers(context, view, theme, visible)
  if (view.marked !== null) paintMark(context, view, theme, visible)
  context.clearRect(0, 0, width, headHeight)
  context.clearRect(0, 0, HEAD, height)
  if (view.lit) paintFrame(context, view.lit, view, theme, visible)
  context.font = fontOf(theme, 1)
  paintRowHeads(context, view, theme, visible)
  paintColumnHeads(context, view, theme, visible)
}

function fontOf({ fontSize, fontFamily }: MatrixTheme, scale: number): string {
  return `${fontSize * scale}px ${fontFamily}`
}

let scratch: HTMLCanvasElement | null = null

/** An image of one pixel a cell, as large as the cells are; then the gaps between them. */
function paintTints(
  context: OffscreenCanvasRenderingContext2D,
  { layout: { valueAt, blockColumns, largest }, cell }: MatrixView,
  { tints }: MatrixTheme,
  { rows, columns, x, y }: Visible,
): void {
  const [numRows, numColumns] = [rows.to - rows.from, columns.to - columns.from]
  const data = context.createImageData(numColumns, numRows)
  const pixels = new Uint32Array(data.data.buffer)
  let at = 0
  for (let row = rows.from; row < rows.to; row++) {
    for (let column = columns.from; column < columns.to; column++) {
      pixels[at++] = tints[tintCode(valueAt({ row, column }), largest)]!
    }
  }
  scratch ??= document.createElement('canvas')
  scratch.width = numColumns
  scratch.height = numRows
  scratch.getContext('2d')?.putImageData(data, 0, 0)
  const [firstX, firstY] = [x + columns.from * cell.width, y + rows.from * cell.height]
  const [allWidth, allHeight] = [numColumns * cell.width, numRows * cell.height]
  context.imageSmoothingEnabled = false
  context.drawImage(scratch, firstX, firstY, allWidth, allHeight)
  const { gap } = cell
  for (let column = blockColumns; column < columns.to; column += blockColumns) {
    context.clearRect(x + column * cell.width - 1, firstY, 2, allHeight)
  }
  if (gap === 0) return
  for (let i = 0; i <= numColumns; i++) {
    context.clearRect(firstX + i * cell.width - gap / 2, firstY, gap, allHeight)
  }
  for (let i = 0; i <= numRows; i++) {
    context.clearRect(firstX, firstY + i * cell.height - gap / 2, allWidth, gap)
  }
}

function paintNumbers(
  context: OffscreenCanvasRenderingContext2D,
  { layout: { valueAt }, cell }: MatrixView,
  theme: MatrixTheme,
  { rows, columns, x, y }: Visible,
): void {
  context.font = fontOf(theme, cell.scale)
  context.fillStyle = theme.ink
  context.textAlign = 'right'
  for (let row = rows.from; row < rows.to; row++) {
    for (let column = columns.from; column < columns.to; column++) {
      const text = cellNumber(cell.text, valueAt({ row, column }))
      context.fillText(text, x + (column + 1) * cell.width - PADDING, y + (row + 0.5) * cell.height)
    }
  }
}

/** Rows lower than this keep all of their own colours. */
const LOW_ROW = 10

/** A line around a row: along its edge, or outside of it where it is low. */
function paintMark(
  context: OffscreenCanvasRenderingContext2D,
  { layout: { numColumns }, cell, marked }: MatrixView,
  { accent }: MatrixTheme,
  { x, y }: Visible,
): void {
  context.strokeStyle = accent
  context.lineWidth = 1
  const top = y + marked! * cell.height
  const inset = cell.height < LOW_ROW ? -0.5 : 0.5
  context.strokeRect(x + 0.5, top + inset, numColumns * cell.width - 1, cell.height - 2 * inset)
}

/** A frame around what an explained element is computed from. */
function paintFrame(
  context: OffscreenCanvasRenderingContext2D,
  { row, column, numRows, numColumns }: GridArea,
  { cell, headHeight, width, height }: MatrixView,
  { accent }: MatrixTheme,
  { x, y }: Visible,
): void {
  // Around the cells, in the gaps beside them, but not over the indices when it is scrolled.
  const around = 0.5
  context.save()
  context.beginPath()
  context.rect(HEAD - 2, headHeight - 2, width, height)
  context.clip()
  context.strokeStyle = accent
  context.lineWidth = 2
  context.strokeRect(
    x + column * cell.width - around,
    y + row * cell.height - around,
    numColumns * cell.width + 2 * around,
    numRows * cell.height + 2 * around,
  )
  context.restore()
}

function paintRowHeads(
  context: OffscreenCanvasRenderingContext2D,
  { cell, headHeight, height, marked }: MatrixView,
  { faint, accent }: MatrixTheme,
  { rows, y }: Visible,
): void {
  const stride = indexStride(cell.height, INDEX_SIZE.row)
  context.textAlign = 'center'
  for (let row = rows.from; row < rows.to; row++) {
    const middle = y + (row + 0.5) * cell.height
    if (row % stride !== 0 && row !== marked) continue
    // An index beside the marked one gives way to it.
    if (marked !== null && row !== marked && Math.abs(row - marked) * cell.height < INDEX_SIZE.row) continue
    if (middle < headHeight || middle > height) continue
    context.fillStyle = row === marked ? accent : faint
    context.fillText(row === marked ? `▸${row}` : String(row), HEAD / 2, middle)
  }
}

/** Each over as many columns of its block as it needs room for; a last one without room is left out. */
function paintColumnHeads(
  context: OffscreenCanvasRenderingContext2D,
  { layout: { heads, blockColumns }, cell, headHeight }: MatrixView,
  { faint }: MatrixTheme,
  { columns, x }: Visible,
): void {
  if (!heads) return
  const stride = indexStride(cell.width, INDEX_SIZE.column)
  context.fillStyle = faint
  context.textAlign = stride > 1 ? 'left' : 'center'
  for (let column = columns.from; column < columns.to; column++) {
    const within = column % blockColumns
    if (within % stride !== 0 || (within + stride > blockColumns && within !== 0)) continue
    const at = x + (stride > 1 ? column : column + 0.5) * cell.width
    if (at >= HEAD) context.fillText(heads[column]!, at, headHeight / 2)
  }
}
