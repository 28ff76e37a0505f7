import { argumentOf, operationOf, widthOf } from './entry'
import * as gates from './gates'
import { Operation } from './operation'
import * as pack from './pack'
import * as pointwise from './pointwise'
import * as products from './product'
import * as reduce from './reduce'

/** Does `rows` rows of an entry from row `first` on. */
export function perform(entry: usize, first: i32, rows: i32): void {
  const width = widthOf(entry)
  if (operationOf(entry) < Operation.Clear) performMatrix(entry, first * width, rows * width)
  else performLoop(entry, ((first * width) as usize) << 2, rows * width)
}

/** Does `count` rows from row `first` on. */
function performMatrix(entry: usize, first: usize, count: i32): void {
  const a = argumentOf(entry, 0)
  const b = argumentOf(entry, 1)
  const c = argumentOf(entry, 2)
  const d = argumentOf(entry, 3)
  const e = argumentOf(entry, 4)
  const f = argumentOf(entry, 5)
  const g = argumentOf(entry, 6)
  const h = argumentOf(entry, 7)
  switch (operationOf(entry)) {
    case Operation.Product: {
      const from = c === 0 ? 0 : c + first * d
      const k = argumentOf(entry, 8)
      products.product(a + first * b, b, from, d, e + first * f, f, g, count, h, k)
      break
    }
    case Operation.ProductAtB: {
      const k = argumentOf(entry, 8)
      const run = argumentOf(entry, 9)
      const gap = argumentOf(entry, 10)
      const blockBytes = argumentOf(entry, 11)
      products.productAtB(first, count, a, b, c, d, e, f, g, h, k, run, gap, blockBytes)
      break
    }
    case Operation.PackColumns:
      pack.packColumns(a, b, c, d, e)
      break
    case Operation.PackRows:
      pack.packRows(a, b, c, d, e)
      break
    case Operation.AddToRows:
      pointwise.addToRows(a + first * (c << 2), b, count, c)
      break
    case Operation.AddSumOfRuns:
      pointwise.addSumOfRuns(a, b, c, d, e, f)
      break
    case Operation.SoftmaxRows: {
      const at = first * (e << 2)
      reduce.softmaxRows(a + at, b + (first << 2), c + at, d + (first << 3), count, e, reinterpret<f32>(f))
      break
    }
  }
}

/** Does n numbers from byte `at` on of each operand. */
function performLoop(entry: usize, at: usize, n: i32): void {
  const a = argumentOf(entry, 0) + at
  const b = argumentOf(entry, 1) + at
  const c = argumentOf(entry, 2) + at
  const d = argumentOf(entry, 3) + at
  const e = argumentOf(entry, 4) + at
  const f = argumentOf(entry, 5) + at
  const g = argumentOf(entry, 6) + at
  const h = argumentOf(entry, 7) + at
  const i = argumentOf(entry, 8) + at
  const j = argumentOf(entry, 9) + at
  switch (operationOf(entry)) {
    case Operation.Clear:
      pointwise.clear(a, n)
      break
    case Operation.Copy:
      pointwise.copy(a, b, n)
      break
    case Operation.Tanh:
      pointwise.tanh(a, b, n)
      break
    case Operation.Sigmoid:
      pointwise.sigmoid(a, b, n)
      break
    case Operation.Relu:
      pointwise.relu(a, b, n)
      break
    case Operation.Sum:
      pointwise.sum(a, b, c, n)
      break
    case Operation.Subtract:
      pointwise.subtract(a, b, c, n)
      break
    case Operation.Multiply:
      pointwise.multiply(a, b, c, n)
      break
    case Operation.MultiplyComplement:
      pointwise.multiplyComplement(a, b, c, n)
      break
    case Operation.TanhBackward:
      pointwise.tanhBackward(a, b, c, n)
      break
    case Operation.SigmoidBackward:
      pointwise.sigmoidBackward(a, b, c, n)
      break
    case Operation.ReluBackward:
      pointwise.reluBackward(a, b, c, n)
      break
    case Operation.AddProduct:
      pointwise.addProduct(a, b, c, n)
      break
    case Operation.Mix:
      pointwise.mix(a, b, c, d, n)
      break
    case Operation.LstmForward:
      gates.lstmForward(a, b, c, d, e, f, g, h, n)
      break
    case Operation.LstmBackward: {
      const k = argumentOf(entry, 10) + at
      const l = argumentOf(entry, 11) + at
      const m = argumentOf(entry, 12) + at
      gates.lstmBackward(a, b, c, d, e, f, g, h, i, j, k, l, m, n)
      break
    }
    case Operation.GruForward:
      gates.gruForward(a, b, c, d, e, f, n)
      break
    case Operation.GruBackward:
      gates.gruBackward(a, b, c, d, e, f, g, h, i, j, n)
      break
  }
}
