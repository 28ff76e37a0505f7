import { expect, it } from 'vitest'
import { backendFor } from '../backends'
import { exp } from '../scalar/float32'

const allocateFloat32 = (length: number) => backendFor('float32').allocate(length) as Float32Array

const {
  operations: { sigmoid, tanh },
  softmaxCrossEntropy,
} = backendFor('float32')

/** Arguments on a fine grid and at all scales, both signs. */
function argumentsUpTo(limit: number): Float32Array {
  const x = allocateFloat32(400_000)
  for (let i = 0; i < 300_000; i++) x[i] = limit * (i / 150_000 - 1)
  for (let i = 300_000; i < 400_000; i++)
    x[i] = (i % 2 ? 1 : -1) * 2 ** (-30 + ((i - 300_000) / 100_000) * 36)
  return x.map((value) => Math.max(-limit, Math.min(limit, value)))
}

function largestError(x: Float32Array, got: ArrayLike<number>, want: (x: number) => number): number {
  let largest = 0
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== 0) largest = Math.max(largest, Math.abs(got[i] / want(x[i]) - 1))
  }
  return largest
}

function evaluate(kernel: typeof tanh, x: Float32Array): Float32Array {
  const input = allocateFloat32(x.length)
  const out = allocateFloat32(x.length)
  input.set(x)
  kernel(out, input)
  return out
}

it('exp is right to 2e-7, relatively', () => {
  const x = argumentsUpTo(87.3)
  expect(largestError(x, Array.from(x, exp), Math.exp)).toBeLessThan(2e-7)
})

it('sigmoid is right to 3e-7, relatively, also where it is small', () => {
  const x = argumentsUpTo(87.3)
  expect(largestError(x, evaluate(sigmoid, x), (v) => 1 / (1 + Math.exp(-v)))).toBeLessThan(3e-7)
})

it('tanh is right to 4e-7, relatively, also near 0, and odd', () => {
  const x = argumentsUpTo(20)
  const y = evaluate(tanh, x)
  expect(largestError(x, y, Math.tanh)).toBeLessThan(4e-7)
  const mirrored = evaluate(
    tanh,
    Float32Array.from(x, (value) => -value),
  )
  expect(y.every((value, i) => Object.is(mirrored[i], -value))).toBe(true)
})

it('saturates without overflow and passes NaN on', () => {
  const x = Float32Array.of(-Infinity, -1e30, 1e30, Infinity, NaN, -0)
  expect([...evaluate(tanh, x)]).toEqual([-1, -1, 1, 1, NaN, -0])
  const s = evaluate(sigmoid, x)
  expect([...s.slice(2)]).toEqual([1, 1, NaN, 0.5])
  // As at -87.3: small, and not subnormal.
  expect(s[0]).toBeGreaterThan(2 ** -126)
  expect(s[0]).toBeLessThan(1.3e-38)
})

it('softmax cross-entropy by hand: scores ln 3 and 0 have the probabilities 3/4 and 1/4', () => {
  const scores = Float32Array.of(Math.log(3), 0)
  const grad = new Float32Array(2)
  const loss = new Float64Array(1)
  softmaxCrossEntropy(loss, scores, Int32Array.of(1), grad, 1, 2)
  expect(loss[0]).toBeCloseTo(Math.log(4), 6)
  expect(grad[0]).toBeCloseTo(0.75, 6)
  expect(grad[1]).toBeCloseTo(-0.75, 6)
})
