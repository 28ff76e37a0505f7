/** How a table of text is written. `auto` is found out from the table itself. */
export const separators = ['auto', 'comma', 'semicolon', 'tab', 'bar'] as const
export const decimals = ['auto', 'point', 'comma'] as const
export const headers = ['auto', 'yes', 'no'] as const
export const tableEncodings = ['auto', 'utf-8', 'gb18030', 'windows-1252'] as const

export interface TableFormat {
  readonly encoding: (typeof tableEncodings)[number]
  readonly separator: (typeof separators)[number]
  readonly decimal: (typeof decimals)[number]
  readonly header: (typeof headers)[number]
}

/** The format that a table was found to have. */
export type FoundFormat = { readonly [K in keyof TableFormat]: Exclude<TableFormat[K], 'auto'> }

/** Where a cell stands in its file; lines and columns count from 1. */
export interface CellPlace {
  readonly line: number
  readonly column: number
}

/** A column of a table. */
export interface SeriesColumn {
  readonly name: string
  /** From 1. */
  readonly column: number
  /** What stands in all cells that are not empty; of an empty column numbers. */
  readonly kind: 'number' | 'date' | 'text'
  /** Its cells: numbers; dates as milliseconds since 1970; NaN where a cell is empty, or is a text. */
  readonly values: Float64Array
  readonly numMissing: number
  /** The line of the first empty cell; 0 where there is none. */
  readonly firstMissing: number
  /** The first cell that is neither a number nor empty, of a column of texts. */
  readonly firstText: { readonly line: number; readonly value: string } | null
  /** The line of the first date that comes before the one above it; 0 where there is none. */
  readonly firstUnordered: number
}

/** A table of a person's own, one row a step. */
export interface OwnSeries {
  readonly kind: 'series'
  readonly format: FoundFormat
  readonly columns: readonly SeriesColumn[]
  readonly numRows: number
  /** Its first lines as they stand there, the header among them. */
  readonly preview: readonly (readonly string[])[]
}

/** The names in a list such as `price, volume`; of a name that has a comma the quotes are taken off. */
export function namesIn(list: string): string[] {
  const names: string[] = []
  for (const [, quoted, plain] of list.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]+))\s*(?:,|$)/g)) {
    names.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'))
  }
  return names.filter((name) => name !== '')
}

/** The columns that are called so, in this order; undefined for a name that none has. */
export function columnsNamed(
  series: OwnSeries,
  names: readonly string[],
): readonly (SeriesColumn | undefined)[] {
  return names.map((name) => series.columns.find((column) => column.name === name))
}
