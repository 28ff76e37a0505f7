import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withFolder } from '../store/keptRun.testing'
import { unroll } from './unroll.testing'

const utf8 = (text: string) => new TextEncoder().encode(text)
const day = (i: number) => `2024-01-${String(i + 1).padStart(2, '0')}`
/** A table of dates and prices, in which some rows are other ones. */
const table = (changed: Readonly<Record<number, string>> = {}) =>
  ['day,price', ...Array.from({ length: 30 }, (_, i) => changed[i] ?? `${day(i)},${i % 7}`)].join('\n')

const small = ['--hidden-size', '2', '--batch', '2', '--threads', '1', '--updates', '1']
const text = ['--task', 'text', '--seq-len', '4', '--file']
const prices = ['--task', 'series', '--target', 'price', '--seq-len', '4', '--file']
const task = ['--task-file']

/** Trains on a file of these bytes; its path has spaces, Chinese and an emoji in it. */
async function trainOn(options: readonly string[], bytes: Uint8Array | string) {
  let ended = { code: NaN, err: '' }
  await withFolder(async (folder) => {
    const file = join(folder, '我的 data 😀.txt')
    await writeFile(file, bytes)
    const { code, err } = await unroll(['train', ...options, file, ...small])
    ended = { code, err: err.replaceAll(file, 'FILE') }
  })
  return ended
}

describe('data that cannot be read are refused in one sentence, with the file, the place and what was expected', () => {
  it.each<[string, readonly string[], Uint8Array | string, string]>([
    ['an empty text', text, '', 'FILE: it is empty, expected a text'],
    ['an empty table', prices, '', 'FILE: it is empty, expected a text'],
    ['an empty task', task, '', 'FILE: it is empty, expected a text'],
    [
      'a mark and nothing else',
      text,
      '\ufeff',
      'FILE: all of it is a byte order mark, expected at least two',
    ],
    ['one character', text, 'a', 'FILE: all of it is "a", expected at least two different characters'],
    ['two characters', text, 'ab', 'task.seqLen is 4: expected less than 2, the length of the shorter part'],
    ['one row', prices, 'day,price\n2024-01-01,1', 'FILE: it has 1 row of cells, expected at least two'],
    ['a binary file', text, Uint8Array.of(97, 10, 0, 1), 'FILE: line 2, byte 1 is 0x00, expected a text'],
    ['a binary table', prices, Uint8Array.of(97, 44, 0), 'FILE: line 1, byte 3 is 0x00, expected a text'],
    [
      'a task in GB18030',
      task,
      Uint8Array.of(0x7b, 0xc4, 0xe3),
      'FILE: line 1, byte 3 is 0xe3, expected UTF-8',
    ],
    [
      'invalid UTF-8',
      text,
      Uint8Array.of(97, 98, 10, 0xff, 97),
      'FILE: line 2, byte 1 is 0xff, expected UTF-8 or GB18030',
    ],
    [
      'a ragged row',
      prices,
      table({ 8: '2024-01-09,1,2' }),
      'FILE: line 10 has 3 cells, expected 2, as in the',
    ],
    [
      'a text in a column of numbers',
      prices,
      table({ 8: `${day(8)},dear` }),
      'line 10, column 2 (price) is "dear"',
    ],
    [
      'an infinity',
      prices,
      table({ 8: `${day(8)},inf` }),
      'line 10, column 2 (price) is "inf", expected a number',
    ],
    ['a number that is none', prices, table({ 8: `${day(8)},NaN` }), 'line 10, column 2 (price) is empty'],
    [
      'a constant column',
      prices,
      table(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, `${day(i)},5`]))),
      'column price has one value in all that is trained on',
    ],
    [
      'one name for two columns',
      prices,
      'price,price\n1,2\n3,4',
      'FILE: line 1: columns 1 and 2 are both called price',
    ],
    [
      'dates out of order',
      prices,
      table({ 8: '2023-12-31,1' }),
      'line 10: the date in column day is before the one',
    ],
    [
      'a quote without an end',
      prices,
      table({ 8: '"2024-01-09,1' }),
      'FILE: line 10: a quoted cell has no end',
    ],
    ['a web page', task, '<!doctype html><p>x</p>', 'FILE: it is a web page, not the file itself'],
    [
      'a cell before the length',
      prices,
      'day,price\n2024-01-01,1\n2024-01-02,x',
      'line 3, column 2 (price) is "x"',
    ],
  ])('%s', async (_, options, bytes, message) => {
    const { code, err } = await trainOn(options, bytes)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  it.each([
    ['a separator within quotes', table({ 8: `"${day(8)}","4"`, 9: `"${day(9)}",3` })],
    ['a mark before the first name', `\ufeff${table()}`],
    ['no line end behind the last row', table()],
  ])('%s is none', async (_, content) => {
    expect(await trainOn(prices, content)).toMatchObject({ code: 0 })
  })

  it.each([
    ['a text', text],
    ['a table', prices],
    ['a task', task],
  ])('%s of 2 GB, before it is read', (_, options) =>
    withFolder(async (folder) => {
      const file = join(folder, 'large.txt')
      await writeFile(file, utf8('ab'))
      await truncate(file, 2_000_000_000)
      const before = process.memoryUsage.rss()
      const { code, err } = await unroll(['train', ...options, file, ...small])
      expect([code, err]).toEqual([
        2,
        expect.stringContaining(`${file} is too large: expected at most 200000000`),
      ])
      expect(process.memoryUsage.rss() - before).toBeLessThan(100e6)
    }),
  )
})
