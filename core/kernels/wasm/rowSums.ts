import { Float, PAIR, SHIFT, SIZE } from './number'
import { add } from './pointwise'

/** out (rows, n) += b (n) in every row */
export function addToRows(out: usize, b: usize, rows: i32, n: i32): void {
  for (let row = 0; row < rows; row++) {
    add(out, b, n)
    out += (n as usize) << SHIFT
  }
}

/** out (n) += the rows of x, which come in `runs` of `rows` each and `stride` bytes apart, run by run */
export function addSumOfRuns(out: usize, x: usize, runs: i32, rows: i32, stride: usize, n: i32): void {
  for (; runs > 0; runs--) {
    addSumOfRows(out, x, rows, n)
    x += stride
  }
}

/** out (n) += the rows of x (rows, n), four rows at a time: out + ((x0 + x1) + (x2 + x3)), then one by one */
function addSumOfRows(out: usize, x: usize, rows: i32, n: i32): void {
  const stride = (n as usize) << SHIFT
  for (; rows >= 4; rows -= 4) {
    let x0 = x
    let to = out
    let left = n
    for (; left >= PAIR; left -= PAIR) {
      const x1 = x0 + stride
      const x2 = x1 + stride
      const x3 = x2 + stride
      const low0 = v128.add<Float>(v128.load(x0), v128.load(x1))
      const low1 = v128.add<Float>(v128.load(x0, 16), v128.load(x1, 16))
      const high0 = v128.add<Float>(v128.load(x2), v128.load(x3))
      const high1 = v128.add<Float>(v128.load(x2, 16), v128.load(x3, 16))
      const sum0 = v128.add<Float>(v128.load(to), v128.add<Float>(low0, high0))
      const sum1 = v128.add<Float>(v128.load(to, 16), v128.add<Float>(low1, high1))
      v128.store(to, sum0)
      v128.store(to, sum1, 16)
      x0 += 32
      to += 32
    }
    for (; left > 0; left--) {
      const low = load<Float>(x0) + load<Float>(x0 + stride)
      const high = load<Float>(x0 + 2 * stride) + load<Float>(x0 + 3 * stride)
      store<Float>(to, load<Float>(to) + (low + high))
      x0 += SIZE
      to += SIZE
    }
    x += 4 * stride
  }
  for (; rows > 0; rows--) {
    add(out, x, n)
    x += stride
  }
}
