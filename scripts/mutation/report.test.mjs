import { describe, expect, it } from 'vitest'
import { killedShare, mergeResults, parseReport, renderReport } from './report.mjs'

/** @import { Survivor } from './report.mjs' */

/** @param {string} change */
const survivor = (change, reason = '') => ({ file: 'a.ts', line: 'if (a || b) {', change, reason })

/**
 * @param {string} name
 * @param {Survivor[]} survivors
 */
const result = (name, ...survivors) => ({
  name,
  numMutants: 40,
  killed: 40 - survivors.length,
  survivors,
})

describe('the report of planted mistakes', () => {
  it('can be read as it was written, whatever stands in the code', () => {
    const results = [
      result('core/optim', survivor('a || b → a && b', 'a and b are never apart'), survivor('`x` → ``')),
      result('core/tasks'),
    ]
    expect(parseReport(renderReport(results))).toEqual(results)
  })

  it('keeps the reason of a mutant that still survives, and forgets one that is killed now', () => {
    const known = [result('core/optim', survivor('a → b', 'the same'), survivor('c → d', 'gone'))]
    const found = [result('core/optim', survivor('a → b'), survivor('e → f'))]
    expect(mergeResults(known, found, ['core/optim'])).toEqual([
      result('core/optim', survivor('a → b', 'the same'), survivor('e → f')),
    ])
  })

  it('leaves the modules that were not tried, in their order', () => {
    const merged = mergeResults([result('b')], [result('a')], ['a', 'b', 'c'])
    expect(merged.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('counts a module without mutants as proved', () => {
    expect(killedShare({ ...result('a'), numMutants: 0, killed: 0 })).toBe(1)
    expect(killedShare(result('a', survivor('a → b')))).toBe(39 / 40)
  })
})
