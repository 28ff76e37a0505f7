import { expect, it } from 'vitest'
import { readGates } from './gateWords'

const gate = (block: string, ...values: number[]) => ({
  block,
  values: Float64Array.from(values),
  isGate: true,
  colors: { min: 0, max: 1 },
})

it('readGates compares the marked steps with the others, of the gate that differs most', () => {
  const blocks = [gate('z', 0.9, 0.1, 0.7, 0.1), gate('r', 0.5, 0.5, 0.5, 0.5)]
  expect(readGates(blocks, 4, 1, [1, 3])).toEqual({ kind: 'atMarks', block: 'z', marked: 0.1, others: 0.8 })
})

it('readGates names the ends where nothing is marked, of the mean over units', () => {
  const blocks = [gate('f', 0.2, 0.4, 0.8, 1, NaN, NaN)]
  expect(readGates(blocks, 3, 2, [])).toMatchObject({ kind: 'ends', lowAt: 0, highAt: 1 })
})

it('readGates says where a gate stays level, where every step is marked, and where there is none', () => {
  expect(readGates([gate('z', 0.5, 0.51)], 2, 1, [])).toMatchObject({ kind: 'level', mean: 0.505 })
  expect(readGates([gate('z', 0.5)], 1, 1, [0])).toMatchObject({ kind: 'level', mean: 0.5 })
  expect(readGates([{ ...gate('g', 0.5), isGate: false }], 1, 1, [])).toEqual({ kind: 'none' })
  expect(readGates([gate('z', NaN)], 1, 1, [])).toEqual({ kind: 'none' })
})
