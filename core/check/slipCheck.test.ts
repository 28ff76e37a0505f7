import { describe, expect, it } from 'vitest'
import type { SlipName } from '../contract/verify'
import { slipNames } from '../contract/verify'
import { slips, withSlip } from '../homework/plantedSlips'
import { listing } from '../homework/program'
import { alikeSlips, checkSlip, redTensors } from './slipCheck'

const sizes = [
  { seqLen: 4, batch: 3 },
  { seqLen: 1, batch: 3 },
  { seqLen: 4, batch: 1 },
] as const
const all = ['dWax', 'dWaa', 'dba', 'dx', 'da0']

describe('a bug planted in the program', () => {
  it('is none where none is planted: every gradient is right', () => {
    for (const each of sizes) {
      for (const { ok, worst } of checkSlip(null, each).tensors) {
        expect([ok, worst!.error < 1e-6]).toEqual([true, true])
      }
    }
  })

  it.each<[SlipName, string[], string[], string[]]>([
    ['nothingCarried', all, [], all],
    ['slopeForgotten', all, all, all],
    ['slopeOfSum', all, all, all],
    ['stateNotTransposed', all, ['da0'], all],
    ['assigned', ['dWax'], [], ['dWax']],
    ['earlierState', ['dWaa'], ['dWaa'], ['dWaa']],
    ['biasForgotten', ['dba'], ['dba'], ['dba']],
    ['meanOverBatch', ['dba'], ['dba'], []],
    ['inputNotTransposed', ['dx'], ['dx'], ['dx']],
    ['stepShort', ['da0'], ['da0'], ['da0']],
  ])('%s makes wrong over four steps %j, over one %j, with one sequence %j', (name, ...red) => {
    expect(sizes.map((each) => redTensors(name, each))).toEqual(red)
  })

  it('is told from every other by its red tensors, but for the two slopes, which are said to be alike', () => {
    const alike = slipNames.filter((name) => alikeSlips(name).length > 0)
    expect(alike).toEqual(['slopeForgotten', 'slopeOfSum'])
    expect(alikeSlips('slopeForgotten')).toEqual(['slopeOfSum'])
  })

  it.each(slipNames)('changes one line of the listing: %s', (name) => {
    const { right, wrong } = slips[name]
    const [before, after] = [listing(), listing(withSlip(name))]
    const changed = before.flatMap((line, i) => (line === after[i] ? [] : [[line.trim(), after[i].trim()]]))
    expect(changed).toEqual([[right, wrong]])
  })
})
