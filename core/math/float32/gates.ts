import type { Floats } from '../floats'
import { address, kernels, within } from './arena'

/*
 * One step of a gated cell, all its pointwise work in one pass. Each function does it and returns true where
 * a kernel can, or returns false: then the cell's own sequence of pointwise kernels gives the same bits.
 */

/** In: a_q at their offsets in `gates` (overwritten by q) and c' at c[before]. Out: c[now], tanhC[at], h[now]. */
export function lstmForward(
  gates: Floats,
  i: number,
  f: number,
  g: number,
  o: number,
  c: Floats,
  before: number,
  now: number,
  tanhC: Floats,
  at: number,
  h: Floats,
  n: number,
): boolean {
  if (!within(gates, c, h) || !within(tanhC)) return false
  const base = address(gates, 0)
  kernels().lstmForward(
    base + 4 * i,
    base + 4 * f,
    base + 4 * g,
    base + 4 * o,
    address(c, before),
    address(c, now),
    address(tanhC, at),
    address(h, now),
    n,
  )
  return true
}

/** In: gradH[at], gradC[at] (completed here). Out: da_q in `gradGates`; adds dc f to toC[to]. */
export function lstmBackward(
  gates: Floats,
  gradGates: Floats,
  i: number,
  f: number,
  g: number,
  o: number,
  c: Floats,
  before: number,
  tanhC: Floats,
  gradH: Floats,
  gradC: Floats,
  at: number,
  toC: Floats,
  to: number,
  n: number,
): boolean {
  if (!within(gates, gradGates, c) || !within(tanhC, gradH, gradC) || !within(toC)) return false
  const base = address(gates, 0)
  const gradBase = address(gradGates, 0)
  kernels().lstmBackward(
    address(gradH, at),
    address(gradC, at),
    base + 4 * i,
    base + 4 * f,
    base + 4 * g,
    base + 4 * o,
    address(c, before),
    address(tanhC, at),
    gradBase + 4 * i,
    gradBase + 4 * f,
    gradBase + 4 * g,
    gradBase + 4 * o,
    address(toC, to),
    n,
  )
  return true
}

/** Reset after. In: a_r, a_z and W_in x + b_in in `gates` (overwritten by r, z, n), m[at], h[before]. Out: h[now]. */
export function gruForward(
  gates: Floats,
  r: number,
  z: number,
  n: number,
  m: Floats,
  at: number,
  h: Floats,
  before: number,
  now: number,
  count: number,
): boolean {
  if (!within(gates, m, h)) return false
  const base = address(gates, 0)
  kernels().gruForward(
    base + 4 * r,
    base + 4 * z,
    base + 4 * n,
    address(m, at),
    address(h, before),
    address(h, now),
    count,
  )
  return true
}

/** Reset after. In: gradH[at], gates, m[at], h[before]. Out: da_q in `gradGates` and gradM[at]. */
export function gruBackward(
  gates: Floats,
  gradGates: Floats,
  r: number,
  z: number,
  n: number,
  m: Floats,
  gradM: Floats,
  gradH: Floats,
  at: number,
  h: Floats,
  before: number,
  count: number,
): boolean {
  if (!within(gates, gradGates, m) || !within(gradM, gradH, h)) return false
  const base = address(gates, 0)
  const gradBase = address(gradGates, 0)
  kernels().gruBackward(
    address(gradH, at),
    base + 4 * r,
    base + 4 * z,
    base + 4 * n,
    address(m, at),
    address(h, before),
    gradBase + 4 * r,
    gradBase + 4 * z,
    gradBase + 4 * n,
    address(gradM, at),
    count,
  )
  return true
}
