import { describe, expect, it } from 'vitest'
import { commands } from '../main'
import { wrapLines } from './wrap'

const ROW = '  --seq-len N    2 to 1000 steps, for every task but copy'

describe('wrapLines', () => {
  it('leaves a text for another program, and lines that fit, as they are', () => {
    expect(wrapLines(ROW, null)).toBe(ROW)
    expect(wrapLines(ROW, ROW.length)).toBe(ROW)
  })

  it('goes on in the second column of a table', () => {
    expect(wrapLines(ROW, 45)).toBe(
      ['  --seq-len N    2 to 1000 steps, for every', '                 task but copy'].join('\n'),
    )
  })

  it('goes on below the first column where the second would be too narrow', () => {
    expect(wrapLines(ROW, 30)).toBe(
      ['  --seq-len N', '      2 to 1000 steps, for', '      every task but copy'].join('\n'),
    )
  })

  it('goes on at the indent of a line that is no table', () => {
    expect(wrapLines('  one two three\n\nfour five six', 9)).toBe(
      ['  one two', '  three', '', 'four five', 'six'].join('\n'),
    )
  })

  it('breaks no word', () => {
    expect(wrapLines('a verylongword b', 5)).toBe(['a', 'verylongword', 'b'].join('\n'))
  })

  it.each([40, 60, 80])(
    'keeps the help of every command within %d columns, and every word of it',
    (columns) => {
      for (const { help } of Object.values(commands)) {
        const wrapped = wrapLines(help(), columns)
        const words = (text: string) => text.split(/\s+/)
        expect(words(wrapped)).toEqual(words(help()))
        expect(wrapped.split('\n').filter((line) => line.length > columns)).toEqual([])
      }
    },
  )
})
