import { expect, it } from 'vitest'
import { blockKey } from './blockName'

it('tells the residual function from the candidate of the same letter, and leaves what it does not know', () => {
  expect(['i', 'f', 'g', 'o'].map((block, _, all) => blockKey(block, all))).toEqual(['i', 'f', 'g', 'o'])
  expect(blockKey('g', ['g'])).toBe('residual')
  expect(blockKey('h', ['h'])).toBe(null)
  expect(blockKey('q', ['q', 'g'])).toBe(null)
})
