import Papa from 'papaparse'
import { reason } from '../../core/contract/reasons'
import type { FoundFormat, OwnSeries, TableFormat } from '../../core/data/series'
import { showText } from '../../core/text/foreign'
import { createColumn, type ColumnBuilder } from './column'
import { isEmptyCell, numberIn, dateIn } from './cells'
import { DataError } from './dataError'
import { decodeText } from './decode'

const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const
/** Characters at the beginning of a table in which its format is looked for. */
const HEAD = 100_000
const HEAD_ROWS = 200
const PREVIEW_ROWS = 6
const MOST_ROWS = 10_000_000
const MOST_COLUMNS = 1000
/** Characters that are parsed at a time, so that rows that were taken need not stay in memory. */
const CHUNK = 256_000
/** Chunks that a row may go through: a quote that is never closed would make it as long as the file. */
const MOST_CHUNKS = 8

/** The first rows of a table, as they stand there. */
function headOf(text: string, delimiter: string): string[][] {
  const { data } = Papa.parse<string[]>(text.slice(0, HEAD), {
    ...{ delimiter, preview: HEAD_ROWS, skipEmptyLines: true },
  })
  return data
}

/** The separator with which most of the first rows have as many cells as one another, and the most of them. */
function findSeparator(text: string): keyof typeof SEPARATORS {
  let best: { readonly name: keyof typeof SEPARATORS; readonly cells: number } = { name: 'comma', cells: 1 }
  for (const name of Object.keys(SEPARATORS) as (keyof typeof SEPARATORS)[]) {
    const rows = headOf(text, SEPARATORS[name])
    const [first] = rows
    const numAlike = rows.filter((row) => row.length === first?.length).length
    const cells = first?.length ?? 0
    if (cells > best.cells && numAlike >= 0.9 * rows.length) best = { name, cells }
  }
  return best.name
}

/** Whether numbers have a decimal comma: some cells have, and none has a point. */
function findDecimal(rows: readonly string[][]): 'point' | 'comma' {
  const cells = rows.flat().map((cell) => cell.trim())
  const hasComma = cells.some((cell) => /^[+-]?\d+,\d+$/.test(cell))
  return hasComma && !cells.some((cell) => /^[+-]?\d*\.\d+$/.test(cell)) ? 'comma' : 'point'
}

/** Whether the first row has names: none of its cells is a number or a date, and not all are empty. */
function findHeader(rows: readonly string[][], isComma: boolean): 'yes' | 'no' {
  const [first = []] = rows
  const isValue = (cell: string) => !Number.isNaN(numberIn(cell, isComma)) || !Number.isNaN(dateIn(cell))
  const cells = first.map((cell) => cell.trim())
  return cells.some(isValue) || cells.every(isEmptyCell) ? 'no' : 'yes'
}

function findFormat(text: string, encoding: FoundFormat['encoding'], wanted: TableFormat): FoundFormat {
  const separator = wanted.separator === 'auto' ? findSeparator(text) : wanted.separator
  const rows = headOf(text, SEPARATORS[separator])
  const decimal = wanted.decimal === 'auto' ? findDecimal(rows) : wanted.decimal
  const header = wanted.header === 'auto' ? findHeader(rows, decimal === 'comma') : wanted.header
  return { encoding, separator, decimal, header }
}

/** The names of the columns: those of the header, or their numbers. */
function namesOf(first: readonly string[], header: 'yes' | 'no'): string[] {
  const names = first.map((cell, i) => {
    const name = cell.trim()
    return header === 'no' || name === '' ? `column ${i + 1}` : name
  })
  names.forEach((name, i) => {
    const before = names.indexOf(name)
    if (before < i) {
      const columns = { first: before + 1, second: i + 1, name: showText(name) }
      throw new DataError(reason('sameColumns', columns))
    }
  })
  if (names.length > MOST_COLUMNS) {
    throw new DataError(reason('manyColumns', { count: names.length, most: MOST_COLUMNS }))
  }
  return names
}

/**
 * The table in a file of comma-separated values, or of another separator.
 * @throws {DataError} with the line of what is wrong.
 */
export function readTable(bytes: Uint8Array, wanted: TableFormat, mostRows = MOST_ROWS): OwnSeries {
  const { text, encoding } = decodeText(bytes, wanted.encoding)
  const format = findFormat(text, encoding, wanted)
  const isComma = format.decimal === 'comma'
  // Without them no cell goes over lines.
  const hasQuotes = text.includes('"')
  const preview: string[][] = []
  let names: string[] | null = null
  let columns: ColumnBuilder[] = []
  let line = 1
  let numRows = 0
  /** Chunks since the newest row ended. */
  let numChunks = 0
  let problem: DataError | null = null

  function takeRow(cells: string[]): void {
    const at = line
    line++
    numChunks = 0
    if (hasQuotes) for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1
    // An empty line at the end, or between blocks, is no row.
    if (cells.length === 1 && cells[0]!.trim() === '') return
    if (preview.length < PREVIEW_ROWS) preview.push(cells.map((cell) => showText(cell)))
    if (names === null) {
      names = namesOf(cells, format.header)
      columns = names.map((name, i) => createColumn(name, i + 1, isComma))
      if (format.header === 'yes') return
    }
    if (cells.length !== names.length) {
      throw new DataError(reason('rowLength', { line: at, n: cells.length, expected: names.length }))
    }
    if (++numRows > mostRows) throw new DataError(reason('manyRows', { most: mostRows }))
    for (let i = 0; i < cells.length; i++) columns[i]!.add(trimmed(cells[i]!), at)
  }

  /** Does something of the parser's; what is wrong ends it. */
  function parsing(parser: Papa.Parser, act: () => void): void {
    try {
      act()
    } catch (error) {
      const words = () => new DataError(reason('words', { text: showText(String(error)) }))
      problem = error instanceof DataError ? error : words()
      parser.abort()
    }
  }

  Papa.parse<string[]>(text, {
    delimiter: SEPARATORS[format.separator],
    chunkSize: CHUNK,
    step({ data, errors: [error] }, parser) {
      parsing(parser, () => {
        if (error) throw new DataError(reason(quoteFault(error.code), { line }))
        takeRow(data)
      })
    },
    chunk(_: unknown, parser: Papa.Parser) {
      parsing(parser, () => {
        if (++numChunks > MOST_CHUNKS) {
          throw new DataError(reason('longRow', { line, most: CHUNK * MOST_CHUNKS }))
        }
      })
    },
  })
  if (problem !== null) throw problem as DataError
  if (numRows < 2) throw new DataError(reason('fewRows', { n: numRows }))
  return { kind: 'series', format, columns: columns.map((column) => column.finish()), numRows, preview }
}

/** What the parser of tables says of quotes. */
function quoteFault(code: string) {
  return code === 'MissingQuotes' ? 'openQuote' : 'innerQuote'
}

const LAST_CONTROL = 32
const LAST_ASCII = 126

/** Without spaces around it; most cells have none, and are seen to at once. */
function trimmed(cell: string): string {
  const isPlain = (code: number) => code > LAST_CONTROL && code <= LAST_ASCII
  return isPlain(cell.charCodeAt(0)) && isPlain(cell.charCodeAt(cell.length - 1)) ? cell : cell.trim()
}
