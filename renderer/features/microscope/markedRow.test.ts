import { expect, it } from 'vitest'
import { homeworkWalk } from '../../../core/explain/homework'
import { rowOfUnit } from './markedRow'

const { scene } = homeworkWalk('part4')
const rows = (keys: readonly string[], numRows = 5, cell = 0, unit = 2) =>
  keys.map((key) => rowOfUnit(scene, cell, unit, { key, rows: numRows }))

it('is the row of the unit in states, gradients and what its gates are made by', () => {
  const keys = [
    scene.h(0, 1),
    scene.gradH(0, 1),
    scene.gradPre(0, 0, 1),
    scene.parameters.weightHh(0, 0),
  ].map(({ key }) => key)
  expect(rows([...keys, 'share.weight_hh.0.0', 'before.rnn.weight_hh_l0'])).toEqual([2, 2, 2, 2, 2, 2])
})

it('is none in matrices of other cells, of the head, and of other heights', () => {
  expect(
    rows(['h.1', 'before.rnn.weight_hh_l1.0', 'before.rnn.weight_hh_l0_reverse.0', 'head.weight', 'x']),
  ).toEqual(Array(5).fill(null))
  expect(rows(['h.0'], 10)).toEqual([null])
  expect(rows(['h.0'], 5, 0, 7)).toEqual([null])
})
