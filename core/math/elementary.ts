/*
 * exp, expm1, tanh, sigmoid, log, sin and cos from + - * / alone.
 *
 * ECMAScript leaves the last bits of Math.exp and its kin to the engine; the four operations and Math.sqrt
 * are exact to the last bit everywhere. These functions therefore give the same bits on every machine, which
 * "same experiment, same losses" rests on. Errors stay below 2 units in the last place (tanh: 2.5), that is
 * below 4e-16 relative, measured against 300-bit arithmetic on 5000 arguments a range.
 *
 * Common ground: an argument is reduced to a small remainder by subtracting k times a constant that is held
 * in pieces, the first of them short enough for an exact product with k (Cody and Waite, Software Manual for
 * the Elementary Functions, 1980). The remainder goes into a Taylor polynomial whose first dropped term is
 * below half an ulp. Polynomials are summed in pairs (Estrin), which modern processors overlap.
 */

/** Adding and subtracting 1.5 * 2^52 rounds a number below 2^51 to the nearest integer, ties to even. */
const ROUND = 6755399441055744

const LOG2_E = 1.4426950408889634
/** ln 2 = LN2_HI + LN2_LO; LN2_HI has 40 fractional bits, so k * LN2_HI is exact for |k| < 2^13. */
const LN2_HI = 0.6931471805592082
const LN2_LO = 7.371002565167799e-13

/** POWER[k + 1074] = 2^k for k = -1074 .. 1023, by exact halving and doubling. */
const POWER = new Float64Array(2098)
POWER[1074] = 1
for (let k = 1; k <= 1074; k++) POWER[1074 - k] = POWER[1075 - k] / 2
for (let k = 1; k <= 1023; k++) POWER[1074 + k] = POWER[1073 + k] * 2

/**
 * e^r - 1 for |r| <= ln(2)/2, to 0.5 ulp of 1: r + r^2 (1/2! + r/3! + ... + r^11/13!).
 * The first dropped term, r^14/14!, is below 5e-18.
 */
function expm1Reduced(r: number): number {
  const r2 = r * r
  const r4 = r2 * r2
  const low = 0.5 + r * 0.16666666666666666 + r2 * (0.041666666666666664 + r * 0.008333333333333333)
  const middle =
    0.001388888888888889 + r * 0.0001984126984126984 + r2 * (2.48015873015873e-5 + r * 2.7557319223985893e-6)
  const high =
    2.755731922398589e-7 + r * 2.505210838544172e-8 + r2 * (2.08767569878681e-9 + r * 1.6059043836821613e-10)
  return r + r2 * (low + r4 * (middle + r4 * high))
}

/** exp where the result overflows, is subnormal or zero, or where x is not a number. */
function expExtreme(x: number): number {
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019412) return 0
  if (x !== x) return x
  // The result, or 2^k alone, may lie outside the normal range: scale in two factors, the first one exact.
  const k = x * LOG2_E + ROUND - ROUND
  const near = k < 0 ? k + 100 : k - 100
  const far = k < 0 ? POWER[974] : POWER[1174]
  const r = x - k * LN2_HI - k * LN2_LO
  return (1 + expm1Reduced(r)) * POWER[near + 1074] * far
}

/** e^x: with k = round(x / ln 2) and r = x - k ln 2, e^x = 2^k e^r. */
export function exp(x: number): number {
  if (!(x < 709 && x > -708)) return expExtreme(x)
  const k = x * LOG2_E + ROUND - ROUND
  const r = x - k * LN2_HI - k * LN2_LO
  return (1 + expm1Reduced(r)) * POWER[k + 1074]
}

/** e^x - 1 without cancellation near 0: 2^k (e^r - 1) + (2^k - 1). Keeps the sign of 0. */
export function expm1(x: number): number {
  if (!(x < 709 && x > -40)) return x <= -40 ? -1 : expExtreme(x)
  const k = x * LOG2_E + ROUND - ROUND
  if (k === 0) return x * x === 0 ? x : expm1Reduced(x)
  const power = POWER[k + 1074]
  return power * expm1Reduced(x - k * LN2_HI - k * LN2_LO) + (power - 1)
}

/**
 * tanh x = (e^2x - 1) / (e^2x + 1) = u / (u + 2) with u = e^2|x| - 1 and the sign of x; ±1 beyond |x| = 20.
 */
export function tanh(x: number): number {
  const y = x < 0 ? -2 * x : 2 * x
  if (!(y < 40)) return x > 0 ? 1 : x < 0 ? -1 : x
  // Below this, tanh x = x - x^3/3 rounds to x; it also keeps -0 and subnormal numbers as they are.
  if (y < 1e-8) return x
  const k = y * LOG2_E + ROUND - ROUND
  const power = POWER[k + 1074]
  const u = power * expm1Reduced(y - k * LN2_HI - k * LN2_LO) + (power - 1)
  // Where u is large, u + 2 rounds away what tells it from u; 1 - 2 / (u + 2) then approaches 1 smoothly.
  const magnitude = u < 2 ? u / (u + 2) : 1 - 2 / (u + 2)
  return x < 0 ? -magnitude : magnitude
}

/**
 * The logistic function 1 / (1 + e^-x), for negative x as e^x / (1 + e^x), so that small values stay exact.
 */
export function sigmoid(x: number): number {
  if (x < 0) {
    const e = exp(x)
    return e / (1 + e)
  }
  return 1 / (1 + exp(-x))
}

const DOUBLE = new Float64Array(1)
const WORDS = new Uint32Array(DOUBLE.buffer)
DOUBLE[0] = 1
/** Which of the two words holds sign and exponent depends on the machine's byte order. */
const HIGH = WORDS[1] === 0x3ff00000 ? 1 : 0

/**
 * The natural logarithm. With x = 2^k m, m in [√½, √2): ln x = k ln 2 + ln m.
 *
 * For f = m - 1 and s = f / (2 + f), ln(1 + f) = 2 artanh s = 2s + s R, R = 2 (s^2/3 + s^4/5 + ...). Since
 * 2s = f - s f, that is f - s (f - R): f is exact, and the rounding errors of s are scaled down by f.
 * The first dropped term of R, 2 s^22/23 with |s| <= 0.172, is below 2e-18.
 */
export function log(x: number): number {
  single[0] = x
  logInPlace(single, 1)
  return single[0]
}

const single = new Float64Array(1)

/**
 * x = ln x for the first `n` numbers. One that a function takes or returns may cost an allocation; these do
 * not.
 */
export function logInPlace(x: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) x[i] = logarithm(x[i])
}

function logarithm(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x === Infinity ? x : NaN
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    k = -54
  }
  DOUBLE[0] = x
  const exponent = (WORDS[HIGH] >>> 20) - 1023
  k += exponent
  let m = x * POWER[1074 - exponent]
  if (m > 1.4142135623730951) {
    m *= 0.5
    k += 1
  }
  const f = m - 1
  const s = f / (2 + f)
  const w = s * s
  const w2 = w * w
  const low = 2 / 3 + w * (2 / 5) + w2 * (2 / 7 + w * (2 / 9))
  const high = 2 / 11 + w * (2 / 13) + w2 * (2 / 15 + w * (2 / 17) + w2 * (2 / 19 + w * (2 / 21)))
  const R = w * (low + w2 * w2 * high)
  if (k === 0) return f - s * (f - R)
  return k * LN2_HI + (f - (s * (f - R) - k * LN2_LO))
}

const TWO_OVER_PI = 0.6366197723675814
/** π/2 = A + B + C; A and B have 31 and 32 significant bits, so k A and k B are exact for |k| < 2^21. */
const HALF_PI_A = 1.5707963267341256
const HALF_PI_B = 6.07710049817245e-11
const HALF_PI_C = 8.333742918520879e-20
/** Beyond this the reduction above would lose digits. */
const ANGLE_LIMIT = 2 ** 20

/** sin r for |r| <= π/4; the first dropped term, r^19/19!, is below 1e-19. */
function sinReduced(r: number): number {
  const w = r * r
  const w2 = w * w
  const low = -0.16666666666666666 + w * 0.008333333333333333
  const middle = -0.0001984126984126984 + w * 2.7557319223985893e-6
  const high =
    -2.505210838544172e-8 +
    w * 1.6059043836821613e-10 +
    w2 * (-7.647163731819816e-13 + w * 2.8114572543455206e-15)
  return r + r * w * (low + w2 * (middle + w2 * high))
}

/** cos r for |r| <= π/4; the first dropped term, r^18/18!, is below 3e-18. 1 - r^2/2 is rounded once. */
function cosReduced(r: number): number {
  const w = r * r
  const w2 = w * w
  const low = 0.041666666666666664 - w * 0.001388888888888889
  const middle = 2.48015873015873e-5 - w * 2.755731922398589e-7
  const high = 2.08767569878681e-9 - w * 1.1470745597729725e-11 + w2 * 4.779477332387385e-14
  const half = 0.5 * w
  const head = 1 - half
  return head + (1 - head - half + w2 * (low + w2 * (middle + w2 * high)))
}

/** sin of (quarter turns + `quarter`) of the angle x: quarter 0 gives sin x, quarter 1 gives cos x. */
function sinShifted(x: number, quarter: number): number {
  if (!(x <= ANGLE_LIMIT && x >= -ANGLE_LIMIT)) {
    if (x - x !== 0) return NaN
    throw new RangeError(`the angle ${x} is beyond ±${ANGLE_LIMIT} radians`)
  }
  const k = x * TWO_OVER_PI + ROUND - ROUND
  const high = x - k * HALF_PI_A - k * HALF_PI_B
  const low = k * HALF_PI_C
  const r = high - low
  // What the last subtraction rounded away: sin(r + c) = sin r + c cos r, cos(r + c) = cos r - c sin r.
  const c = high - r - low
  const turns = (k + quarter) & 3
  const value = (turns & 1) === 0 ? sinReduced(r) + c * (1 - 0.5 * r * r) : cosReduced(r) - c * r
  return turns < 2 ? value : -value
}

/**
 * The sine of an angle in radians.
 * @throws {RangeError} if the angle is finite and beyond ±2^20, where the reduction would lose digits.
 */
export function sin(x: number): number {
  return x === 0 ? x : sinShifted(x, 0)
}

/**
 * The cosine of an angle in radians.
 * @throws {RangeError} if the angle is finite and beyond ±2^20, where the reduction would lose digits.
 */
export function cos(x: number): number {
  return sinShifted(x, 1)
}
