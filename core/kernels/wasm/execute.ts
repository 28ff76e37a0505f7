import { argumentOf, operandsOf, operationOf, widthOf } from './command'
import { MatrixOperation } from './matrixOperation'
import { SHIFT } from './number'
import * as pack from './pack'
import * as products from './product'
import * as reduce from './reduce'
import * as rowSums from './rowSums'

/** Does `rows` rows of a command from row `first` on. */
export function execute(command: usize, first: i32, rows: i32): void {
  const width = widthOf(command)
  const operands = operandsOf(command)
  if (operands === 0) executeMatrix(command, first * width, rows * width)
  else executeLoop(command, operands, ((first * width) as usize) << SHIFT, rows * width)
}

/** Does `count` rows from row `first` on. */
function executeMatrix(command: usize, first: usize, count: i32): void {
  const a = argumentOf(command, 0)
  const b = argumentOf(command, 1)
  const c = argumentOf(command, 2)
  const d = argumentOf(command, 3)
  const e = argumentOf(command, 4)
  const f = argumentOf(command, 5)
  const g = argumentOf(command, 6)
  const h = argumentOf(command, 7)
  switch (operationOf(command)) {
    case MatrixOperation.Product: {
      const from = c === 0 ? 0 : c + first * d
      const k = argumentOf(command, 8)
      products.product(a + first * b, b, from, d, e + first * f, f, g, count, h, k)
      break
    }
    case MatrixOperation.ProductAtB: {
      const k = argumentOf(command, 8)
      const run = argumentOf(command, 9)
      const gap = argumentOf(command, 10)
      const blockBytes = argumentOf(command, 11)
      products.productAtB(first, count, a, b, c, d, e, f, g, h, k, run, gap, blockBytes)
      break
    }
    case MatrixOperation.PackColumns:
      pack.packColumns(a, b, c, d, e)
      break
    case MatrixOperation.PackRows:
      pack.packRows(a, b, c, d, e)
      break
    case MatrixOperation.AddToRows:
      rowSums.addToRows(a + first * (c << SHIFT), b, count, c)
      break
    case MatrixOperation.AddSumOfRuns:
      rowSums.addSumOfRuns(a, b, c, d, e, f)
      break
    case MatrixOperation.SoftmaxRows: {
      const at = first * (e << SHIFT)
      reduce.softmaxRows(a + at, b + (first << 2), c + at, d + (first << (1 + SHIFT)), count, e, f as i32)
      break
    }
  }
}

/** Calls the loop for n numbers from byte `at` on of each of its operands. */
function executeLoop(command: usize, operands: i32, at: usize, n: i32): void {
  const loop = operationOf(command)
  const a = argumentOf(command, 0) + at
  const b = argumentOf(command, 1) + at
  const c = argumentOf(command, 2) + at
  const d = argumentOf(command, 3) + at
  switch (operands) {
    case 1:
      call_indirect<void>(loop, a, n)
      return
    case 2:
      call_indirect<void>(loop, a, b, n)
      return
    case 3:
      call_indirect<void>(loop, a, b, c, n)
      return
    case 4:
      call_indirect<void>(loop, a, b, c, d, n)
      return
  }
  const e = argumentOf(command, 4) + at
  const f = argumentOf(command, 5) + at
  const g = argumentOf(command, 6) + at
  const h = argumentOf(command, 7) + at
  const i = argumentOf(command, 8) + at
  const j = argumentOf(command, 9) + at
  switch (operands) {
    case 5:
      call_indirect<void>(loop, a, b, c, d, e, n)
      return
    case 6:
      call_indirect<void>(loop, a, b, c, d, e, f, n)
      return
    case 7:
      call_indirect<void>(loop, a, b, c, d, e, f, g, n)
      return
    case 8:
      call_indirect<void>(loop, a, b, c, d, e, f, g, h, n)
      return
    case 9:
      call_indirect<void>(loop, a, b, c, d, e, f, g, h, i, n)
      return
    case 10:
      call_indirect<void>(loop, a, b, c, d, e, f, g, h, i, j, n)
      return
  }
  const k = argumentOf(command, 10) + at
  const l = argumentOf(command, 11) + at
  const m = argumentOf(command, 12) + at
  switch (operands) {
    case 11:
      call_indirect<void>(loop, a, b, c, d, e, f, g, h, i, j, k, n)
      return
    case 12:
      call_indirect<void>(loop, a, b, c, d, e, f, g, h, i, j, k, l, n)
      return
    case 13:
      call_indirect<void>(loop, a, b, c, d, e, f, g, h, i, j, k, l, m, n)
      return
  }
  unreachable()
}
