import { argumentOf, operationOf, widthOf } from './entry'
import * as gates from './gates'
import { Operation } from './operation'
import * as pack from './pack'
import * as pointwise from './pointwise'
import * as products from './product'
import * as reduce from './reduce'

/** Does `count` rows of an entry from row `first` on. */
export function perform(entry: usize, first: i32, count: i32): void {
  const width = widthOf(entry)
  /** For pointwise loops: how many numbers, and bytes before the first of them. */
  const n = count * width
  const at = ((first * width) as usize) << 2
  const rows = first as usize
  const a = argumentOf(entry, 0)
  const b = argumentOf(entry, 1)
  const c = argumentOf(entry, 2)
  const d = argumentOf(entry, 3)
  const e = argumentOf(entry, 4)
  const f = argumentOf(entry, 5)
  const g = argumentOf(entry, 6)
  const h = argumentOf(entry, 7)
  switch (operationOf(entry)) {
    case Operation.Product:
      products.product(
        a + rows * b,
        b,
        c === 0 ? 0 : c + rows * d,
        d,
        e + rows * f,
        f,
        g,
        count,
        h as i32,
        argumentOf(entry, 8) as i32,
      )
      break
    case Operation.ProductAtB:
      products.productAtB(a + rows * b, b, c + (rows << 2), d, e, f, count, g as i32, h as i32)
      break
    case Operation.PackColumns:
      pack.packColumns(a, b, c, d as i32, e as i32)
      break
    case Operation.PackRows:
      pack.packRows(a, b, c, d as i32, e as i32)
      break
    case Operation.Clear:
      pointwise.clear(a + at, n)
      break
    case Operation.Copy:
      pointwise.copy(a + at, b + at, n)
      break
    case Operation.Tanh:
      pointwise.tanh(a + at, b + at, n)
      break
    case Operation.Sigmoid:
      pointwise.sigmoid(a + at, b + at, n)
      break
    case Operation.Relu:
      pointwise.relu(a + at, b + at, n)
      break
    case Operation.Sum:
      pointwise.sum(a + at, b + at, c + at, n)
      break
    case Operation.Subtract:
      pointwise.subtract(a + at, b + at, c + at, n)
      break
    case Operation.Multiply:
      pointwise.multiply(a + at, b + at, c + at, n)
      break
    case Operation.MultiplyComplement:
      pointwise.multiplyComplement(a + at, b + at, c + at, n)
      break
    case Operation.TanhBackward:
      pointwise.tanhBackward(a + at, b + at, c + at, n)
      break
    case Operation.SigmoidBackward:
      pointwise.sigmoidBackward(a + at, b + at, c + at, n)
      break
    case Operation.ReluBackward:
      pointwise.reluBackward(a + at, b + at, c + at, n)
      break
    case Operation.AddProduct:
      pointwise.addProduct(a + at, b + at, c + at, n)
      break
    case Operation.Mix:
      pointwise.mix(a + at, b + at, c + at, d + at, n)
      break
    case Operation.AddToRows:
      pointwise.addToRows(a + rows * (c << 2), b, count, c as i32)
      break
    case Operation.AddSumOfRows:
      pointwise.addSumOfRows(a, b, c as i32, d as i32)
      break
    case Operation.LstmForward:
      gates.lstmForward(a + at, b + at, c + at, d + at, e + at, f + at, g + at, h + at, n)
      break
    case Operation.LstmBackward:
      gates.lstmBackward(
        a + at,
        b + at,
        c + at,
        d + at,
        e + at,
        f + at,
        g + at,
        h + at,
        argumentOf(entry, 8) + at,
        argumentOf(entry, 9) + at,
        argumentOf(entry, 10) + at,
        argumentOf(entry, 11) + at,
        argumentOf(entry, 12) + at,
        n,
      )
      break
    case Operation.GruForward:
      gates.gruForward(a + at, b + at, c + at, d + at, e + at, f + at, n)
      break
    case Operation.GruBackward:
      gates.gruBackward(
        a + at,
        b + at,
        c + at,
        d + at,
        e + at,
        f + at,
        g + at,
        h + at,
        argumentOf(entry, 8) + at,
        argumentOf(entry, 9) + at,
        n,
      )
      break
    case Operation.SoftmaxRows: {
      const from = rows * (e << 2)
      const factor = reinterpret<f32>(f as i32)
      reduce.softmaxRows(a + from, b + (rows << 2), c + from, d + (rows << 3), count, e as i32, factor)
      break
    }
  }
}
