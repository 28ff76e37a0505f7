import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TableFormat } from '../../core/data/series'
import { numberIn } from './cells'
import { codesOf } from './reasonCodes.testing'
import { DataError } from './dataError'
import { readTable } from './readTable'

const auto: TableFormat = { encoding: 'auto', separator: 'auto', decimal: 'auto', header: 'auto' }
const read = (text: string, wanted: Partial<TableFormat> = {}) =>
  readTable(new TextEncoder().encode(text), { ...auto, ...wanted })
/** Whether every part of an error has a sentence in every language. */
const isSayable = (error: unknown) => error instanceof DataError && !codesOf(error.reason).includes('words')
const columnsOf = (...given: Parameters<typeof read>) =>
  read(...given).columns.map(({ name, kind, values }) => [name, kind, ...values])

describe('the format of a table', () => {
  it.each([
    ['a,b\n1,2\n3,4\n', 'comma', 'point', 'yes'],
    ['a;b\n1,5;2\n3,25;4\n', 'semicolon', 'comma', 'yes'],
    ['a\tb\r\n1.5\t2\r\n3\t4\r\n', 'tab', 'point', 'yes'],
    ['1|2\n3|4\n', 'bar', 'point', 'no'],
    ['price\n1\n2\n', 'comma', 'point', 'yes'],
    ['1,5\n2,5\n', 'comma', 'point', 'no'],
    ['2024-01-01,3\n2024-01-02,4\n', 'comma', 'point', 'no'],
    ['"a, b";c\n"1";2\n3;4\n', 'semicolon', 'point', 'yes'],
  ])('of %j is found', (text, separator, decimal, header) => {
    expect(read(text).format).toEqual({ encoding: 'utf-8', separator, decimal, header })
  })

  it('is the one that is wanted', () => {
    expect(columnsOf('1,5\n2,5\n', { separator: 'semicolon', decimal: 'comma', header: 'no' })).toEqual([
      ['column 1', 'number', 1.5, 2.5],
    ])
    const latin = Uint8Array.from([0xe9, 10, 49, 10, 50])
    expect(readTable(latin, { ...auto, encoding: 'windows-1252' }).columns[0]!.name).toBe('é')
  })
})

describe('cells', () => {
  it('are numbers, dates or texts, by all that stand in their column', () => {
    const text = 'day,x,note\n2024-01-31,1e3,a\n2024-02-01,−2.5,b\n2024-02-02,,c\n'
    expect(columnsOf(text)).toEqual([
      ['day', 'date', Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1), Date.UTC(2024, 1, 2)],
      ['x', 'number', 1000, -2.5, NaN],
      ['note', 'text', NaN, NaN, NaN],
    ])
  })

  it('may have separators and line ends within quotes, and empty lines between them', () => {
    const { columns } = read('name,x\n"a, ""b""\nc",1\n\nd,zero\n')
    expect(columns[1]).toMatchObject({ kind: 'text', firstText: { line: 5, value: 'zero' } })
  })

  it('keep their lines in a file that is parsed in parts', () => {
    const row = (i: number) => `"a ""${i}""\n${'b'.repeat(i % 97)}" ;${i}\r\n`
    const rows = Array.from({ length: 20_000 }, (_, i) => row(i))
    const { numRows, columns } = read(`name;x\r\n${rows.join('')}c;no`)
    expect(numRows).toBe(20_001)
    expect(columns[1]).toMatchObject({ firstText: { line: 40_002, value: 'no' } })
    expect(columns[1]!.values.subarray(0, -1)).toEqual(Float64Array.from(rows, (_, i) => i))
  })

  it('are rounded as the number itself is, however it is written', () => {
    const signs = fc.constantFrom('', '-')
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 12 })
    fc.assert(
      fc.property(signs, digits, digits, (sign, whole, rest) => {
        const cell = `${sign}${whole}.${rest}`
        expect(numberIn(cell, false)).toBe(whole + rest === '' ? NaN : Number(cell))
      }),
    )
  })

  it.each(['NA', 'n/a', 'NaN', 'null', '-', ''])('that say %j are empty', (cell) => {
    const [x] = read(`x,y\n1,1\n${cell},2\n3,3\n`).columns
    expect(x).toMatchObject({ kind: 'number', numMissing: 1, firstMissing: 3 })
  })

  it.each(['inf', 'Infinity', '1e999', '1 000', '0x10', '5 %'])('that say %j are no numbers', (cell) => {
    const [x] = read(`x,y\n1,1\n${cell},2\n`).columns
    expect(x).toMatchObject({ kind: 'text', firstText: { line: 3, value: cell } })
  })

  it.each(['2023-02-29', '2024-04-31', '2024-13-01', '2024-00-10', '2024-01-00', '20x4-01-01'])(
    'of a column of dates are a text where one is %s',
    (none) => {
      expect(read(`day;x\n2024-02-29;1\n${none};2\n`).columns[0]).toMatchObject({ kind: 'text' })
    },
  )

  it('of dates in another order are found, and 31 February is none', () => {
    const [day] = read('day,x\n2024-01-02,1\n2024-01-01,2\n').columns
    expect(day).toMatchObject({ kind: 'date', firstUnordered: 3 })
    expect(read('day,x\n2024-02-31,1\n2024-02-01,2\n').columns[0]!.kind).toBe('text')
    expect(read('day;x\n31.12.2023 23:00;1\n01.01.2024 00:00;2\n').columns[0]).toMatchObject({ kind: 'date' })
  })
})

describe('a table is refused in a sentence with its place, where', () => {
  it.each([
    ['a row is longer', 'a,b\n1,2\n1,2,3\n', 'line 3 has 3 cells, expected 2, as in the first line'],
    ['a row is shorter', 'a,b\n1\n', 'line 2 has 1 cell, expected 2'],
    ['two columns share a name', 'a,b,a\n1,2,3\n4,5,6\n', 'columns 1 and 3 are both called a'],
    ['there is one row', 'a,b\n1,2\n', 'it has 1 row of cells, expected at least two'],
    ['there is no row', 'a,b\n', 'it has 0 rows of cells'],
    ['a quote has no end', 'a,b\n"1,2\n3,4\n', 'line 2: a quoted cell has no end'],
    [
      'a quote has no end in a long file',
      `a\n1\n"2${'\n3,4'.repeat(600_000)}`,
      'line 3 has more than 2048000 characters',
    ],
    ['it is empty', '', 'it is empty, expected a text'],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(message)
    expect(() => read(text)).toThrow(expect.toSatisfy(isSayable) as Error)
  })

  it('there are more rows than fit, and is not read to its end', () => {
    const bytes = new TextEncoder().encode('x\n1\n2\n3\n"')
    expect(() => readTable(bytes, auto, 2)).toThrow('it has more than 2 rows')
    expect(readTable(bytes.subarray(0, 6), auto, 2)).toMatchObject({ numRows: 2 })
  })
})
