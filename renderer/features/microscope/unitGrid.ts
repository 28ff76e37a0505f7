/** How many times wider than high eight characters are: the shape of a number. */
const ASPECT = 4.6

/** Where the units of a vector stand in a box of a node, row by row. */
export interface UnitGrid {
  readonly columns: number
  readonly width: number
  readonly height: number
  /** The size of type that lets every number fit its cell, in the box's own units. */
  readonly fontSize: number
}

/** As many columns, a power of two, as give each cell the shape of a number. */
export function unitGrid(count: number, width: number, height: number): UnitGrid {
  const wanted = Math.sqrt((count * width) / (height * ASPECT))
  const columns = Math.min(count, 2 ** Math.max(0, Math.round(Math.log2(wanted))))
  const rows = Math.ceil(count / columns)
  const cell = { width: width / columns, height: height / rows }
  return { columns, ...cell, fontSize: Math.min(cell.width / ASPECT, cell.height * 0.85) }
}

/** Pixels of type that can be read. */
export const READABLE = 9

/** The scale at which the numbers of so many units can be read well, for the box of a cell. */
export function readingScale(count: number, width: number, height: number): number {
  return 12 / unitGrid(count, width, height).fontSize
}
