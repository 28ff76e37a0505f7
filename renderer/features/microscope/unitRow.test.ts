import { expect, it } from 'vitest'
import { homeworkTimeline } from '../../../core/explain/homework'
import type { MatrixRef } from '../../../core/explain/matrixRef'
import { unitRow } from './unitRow'

const { symbols } = homeworkTimeline('part4')
const rowsOf = (refs: readonly MatrixRef[], rows = 5, unit = 2) =>
  refs.map((ref) => unitRow({ ref, rows }, 0, unit, 5))
const parameter = (name: string, cell: number | null): MatrixRef => ({
  kind: 'parameter',
  stage: 'before',
  parameter: name,
  cell,
})

it('is the row of the unit in states, gradients and what its gates are computed from', () => {
  const matrices = [
    symbols.h(0, 1),
    symbols.gradH(0, 1),
    symbols.gradPre(0, 0, 1),
    symbols.parameters.weightHh(0, 0),
    symbols.parameters.whole(
      symbols.trace.parameters[1]!,
      symbols.trace.parameters[1]!.before,
      'before',
      { tex: 'W', text: 'W' },
      null,
    ),
  ]
  expect(matrices.map((matrix) => unitRow(matrix, 0, 2, 5))).toEqual(Array(5).fill(2))
  expect(rowsOf([{ kind: 'contribution', parameter: 'weight_hh', cell: 0, gate: 0, t: 1 }])).toEqual([2])
})

it('is none in matrices of other cells, of the head, and of other heights', () => {
  const others: MatrixRef[] = [
    { kind: 'h', cell: 1, t: 0 },
    parameter('rnn.weight_hh_l1', 1),
    parameter('rnn.weight_hh_l0_reverse', 1),
    { kind: 'x', t: 0 },
  ]
  expect(rowsOf([...others, symbols.parameters.headWeight.ref])).toEqual(Array(5).fill(null))
  expect(rowsOf([{ kind: 'h', cell: 0, t: 0 }], 10)).toEqual([null])
  expect(rowsOf([{ kind: 'h', cell: 0, t: 0 }], 5, 7)).toEqual([null])
})
