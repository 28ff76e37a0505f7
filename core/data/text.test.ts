import { describe, expect, it } from 'vitest'
import { characterOf, countIn, indexText, RARE, vocabularyOf } from './text'

describe('a text as numbers', () => {
  it('has its characters by how often they come, then in the order of Unicode', () => {
    const { characters, counts, ids } = indexText('banana')
    expect(characters).toEqual(['a', 'n', 'b'])
    expect(counts).toEqual([3, 2, 1])
    expect([...ids]).toEqual([2, 0, 1, 0, 1, 0])
  })

  it('counts code points, also those beyond 16 bits, and halves of pairs that stand alone', () => {
    const { characters, counts } = indexText('水😀水\ud83d')
    expect(characters).toEqual(['水', '\ud83d', '😀'])
    expect(counts).toEqual([2, 1, 1])
  })

  it('has one kind of line end', () => {
    const { ids } = indexText('a\r\nb\rc\n')
    expect([...ids]).toEqual([...indexText('a\nb\nc\n').ids])
  })

  it('may be empty', () => {
    expect(indexText('')).toMatchObject({ characters: [], counts: [], ids: { length: 0 } })
  })

  it('is refused with more different characters than there are numbers', () => {
    const all = Array.from({ length: 70_000 }, (_, i) => String.fromCodePoint(0x20000 + i)).join('')
    expect(() => indexText(all)).toThrow('it has 70000 different characters, expected at most 65536')
  })
})

describe('a vocabulary', () => {
  const text = indexText('banana!')

  it('has every character at a threshold of 1', () => {
    expect(vocabularyOf(text, 1)).toMatchObject({ kept: 4, size: 4 })
  })

  it('has one character for those that come too rarely', () => {
    const vocabulary = vocabularyOf(text, 2)
    expect(vocabulary).toMatchObject({ kept: 2, size: 3 })
    expect([0, 1, 2].map((index) => characterOf(vocabulary, index))).toEqual(['a', 'n', RARE])
    expect([...countIn(vocabulary, 0, 7)]).toEqual([3, 2, 2])
    expect([...countIn(vocabulary, 0, 3)]).toEqual([1, 1, 1])
  })

  it('has nothing else left at a threshold that no character reaches', () => {
    expect(vocabularyOf(text, 9)).toMatchObject({ kept: 0, size: 1 })
  })
})
