import { Constant, ONE } from './constants'
import { Lanes, loadRest, storeRest } from './lanes'
import { Float, LANES, PAIR, SHIFT } from './number'
import { Slopes } from './slopes'

/*
 * The kernels of the table of operations (`core/kernels/operations.ts`), by the same names, over n numbers
 * from each address; see there for what they compute. Results that are products are flushed, see
 * `Lanes.flush`.
 */

const TANH: i32 = 0
const SIGMOID: i32 = 1
const RELU: i32 = 2
const ADD: i32 = 3
const SUBTRACT: i32 = 4
const MULTIPLY: i32 = 5
const MULTIPLY_COMPLEMENT: i32 = 6
const TANH_BACKWARD: i32 = 7
const SIGMOID_BACKWARD: i32 = 8
const RELU_BACKWARD: i32 = 9
const ADD_PRODUCT: i32 = 10
const MIX: i32 = 11

/**
 * The loops over n, of which the compiler makes one a function: `f` is a constant wherever they are used.
 * They take two vectors a turn, load both and then store both: engines that know wider registers make one of
 * the two, see `docs/decisions/0009-avx-revectorization.md`, and others overlap them.
 */
class Loop {
  @inline
  static one(f: i32, x: v128): v128 {
    if (f === TANH) return Lanes.tanh(x)
    if (f === SIGMOID) return Lanes.sigmoid(x)
    // 0 where x <= 0, which no NaN is.
    return v128.andnot(x, v128.le<Float>(x, v128.splat<Float>(0)))
  }

  @inline
  static two(f: i32, x: v128, y: v128): v128 {
    if (f === ADD) return v128.add<Float>(x, y)
    if (f === SUBTRACT) return v128.sub<Float>(x, y)
    if (f === MULTIPLY) return Lanes.flush(v128.mul<Float>(x, y))
    if (f === MULTIPLY_COMPLEMENT)
      return Lanes.flush(v128.mul<Float>(x, v128.sub<Float>(Constant.of(ONE), y)))
    if (f === TANH_BACKWARD) return Slopes.tanh(x, y)
    if (f === SIGMOID_BACKWARD) return Slopes.sigmoid(x, y)
    return v128.and(x, v128.gt<Float>(y, v128.splat<Float>(0)))
  }

  @inline
  static three(f: i32, x: v128, y: v128, z: v128): v128 {
    if (f === ADD_PRODUCT) return v128.add<Float>(x, Lanes.flush(v128.mul<Float>(y, z)))
    return v128.add<Float>(v128.mul<Float>(v128.sub<Float>(Constant.of(ONE), x), y), v128.mul<Float>(x, z))
  }

  @inline
  static unary(f: i32, out: usize, x: usize, n: i32): void {
    for (; n >= PAIR; n -= PAIR) {
      const low = Loop.one(f, v128.load(x))
      const high = Loop.one(f, v128.load(x, 16))
      v128.store(out, low)
      v128.store(out, high, 16)
      out += 32
      x += 32
    }
    if (n >= LANES) {
      v128.store(out, Loop.one(f, v128.load(x)))
      out += 16
      x += 16
      n -= LANES
    }
    if (n > 0) storeRest(out, Loop.one(f, loadRest(x, n)), n)
  }

  @inline
  static binary(f: i32, out: usize, x: usize, y: usize, n: i32): void {
    for (; n >= PAIR; n -= PAIR) {
      const low = Loop.two(f, v128.load(x), v128.load(y))
      const high = Loop.two(f, v128.load(x, 16), v128.load(y, 16))
      v128.store(out, low)
      v128.store(out, high, 16)
      out += 32
      x += 32
      y += 32
    }
    if (n >= LANES) {
      v128.store(out, Loop.two(f, v128.load(x), v128.load(y)))
      out += 16
      x += 16
      y += 16
      n -= LANES
    }
    if (n > 0) storeRest(out, Loop.two(f, loadRest(x, n), loadRest(y, n)), n)
  }

  @inline
  static ternary(f: i32, out: usize, x: usize, y: usize, z: usize, n: i32): void {
    for (; n >= PAIR; n -= PAIR) {
      const low = Loop.three(f, v128.load(x), v128.load(y), v128.load(z))
      const high = Loop.three(f, v128.load(x, 16), v128.load(y, 16), v128.load(z, 16))
      v128.store(out, low)
      v128.store(out, high, 16)
      out += 32
      x += 32
      y += 32
      z += 32
    }
    if (n >= LANES) {
      v128.store(out, Loop.three(f, v128.load(x), v128.load(y), v128.load(z)))
      out += 16
      x += 16
      y += 16
      z += 16
      n -= LANES
    }
    if (n > 0) storeRest(out, Loop.three(f, loadRest(x, n), loadRest(y, n), loadRest(z, n)), n)
  }
}

export function tanh(out: usize, x: usize, n: i32): void {
  Loop.unary(TANH, out, x, n)
}

export function sigmoid(out: usize, x: usize, n: i32): void {
  Loop.unary(SIGMOID, out, x, n)
}

export function relu(out: usize, x: usize, n: i32): void {
  Loop.unary(RELU, out, x, n)
}

/** out += x */
export function add(out: usize, x: usize, n: i32): void {
  Loop.binary(ADD, out, out, x, n)
}

/** out = x + y */
export function sum(out: usize, x: usize, y: usize, n: i32): void {
  Loop.binary(ADD, out, x, y, n)
}

export function subtract(out: usize, x: usize, y: usize, n: i32): void {
  Loop.binary(SUBTRACT, out, x, y, n)
}

export function multiply(out: usize, x: usize, y: usize, n: i32): void {
  Loop.binary(MULTIPLY, out, x, y, n)
}

export function multiplyComplement(out: usize, x: usize, y: usize, n: i32): void {
  Loop.binary(MULTIPLY_COMPLEMENT, out, x, y, n)
}

export function tanhBackward(out: usize, dy: usize, y: usize, n: i32): void {
  Loop.binary(TANH_BACKWARD, out, dy, y, n)
}

export function sigmoidBackward(out: usize, dy: usize, y: usize, n: i32): void {
  Loop.binary(SIGMOID_BACKWARD, out, dy, y, n)
}

export function reluBackward(out: usize, dy: usize, y: usize, n: i32): void {
  Loop.binary(RELU_BACKWARD, out, dy, y, n)
}

/** out += x y */
export function addProduct(out: usize, x: usize, y: usize, n: i32): void {
  Loop.ternary(ADD_PRODUCT, out, out, x, y, n)
}

/** out = (1 - z) x + z y */
export function mix(out: usize, z: usize, x: usize, y: usize, n: i32): void {
  Loop.ternary(MIX, out, z, x, y, n)
}

/** out = x, which may overlap */
export function copy(out: usize, x: usize, n: i32): void {
  memory.copy(out, x, (n as usize) << SHIFT)
}

/** out = 0 */
export function clear(out: usize, n: i32): void {
  memory.fill(out, 0, (n as usize) << SHIFT)
}
