import { isFloat32, type Floats } from '../floats'
import { address, kernels, within } from './arena'
import * as twin from './twin/optimizers'

/*
 * The loops of the rules in `core/optim` for float32: each does its work and returns true, or leaves float64
 * to the caller by returning false. Names and formulas are the rules'.
 */

export function sgd(p: Floats, g: Floats, lr: number, decay: number): boolean {
  if (!isFloat32(p)) return false
  if (within(p, g)) kernels().sgd(address(p, 0), address(g, 0), p.length, lr, decay)
  else twin.sgd(p, g, lr, decay)
  return true
}

export function momentum(
  p: Floats,
  g: Floats,
  b: Floats,
  lr: number,
  mu: number,
  decay: number,
  nesterov: boolean,
): boolean {
  if (!isFloat32(p)) return false
  if (within(p, g, b)) {
    kernels().momentum(address(p, 0), address(g, 0), address(b, 0), p.length, lr, mu, decay, nesterov)
  } else twin.momentum(p, g, b, lr, mu, decay, nesterov)
  return true
}

export function rmsprop(
  p: Floats,
  g: Floats,
  v: Floats,
  lr: number,
  alpha: number,
  eps: number,
  decay: number,
): boolean {
  if (!isFloat32(p)) return false
  if (within(p, g, v)) {
    const at = address(v, 0)
    kernels().rmsprop(address(p, 0), address(g, 0), at, p.length, lr, alpha, 1 - alpha, eps, decay)
  } else twin.rmsprop(p, g, v, lr, alpha, eps, decay)
  return true
}

/**
 * `numbers` are stepSize, beta1, beta2, rootCorrection, eps, decay and keep, as in `adamStep`; `keep` is what
 * AdamW leaves of p, else 1.
 */
export function adam(p: Floats, g: Floats, m: Floats, v: Floats, numbers: Float64Array): boolean {
  if (!isFloat32(p)) return false
  const stepSize = numbers[0]
  const beta1 = numbers[1]
  const beta2 = numbers[2]
  const inverse = 1 / numbers[3]
  const eps = numbers[4]
  const decay = numbers[5]
  const keep = numbers[6]
  if (within(p, g, m) && within(v)) {
    kernels().adam(
      address(p, 0),
      address(g, 0),
      address(m, 0),
      address(v, 0),
      p.length,
      stepSize,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      inverse,
      eps,
      decay,
      keep,
    )
  } else twin.adam(p, g, m, v, stepSize, beta1, beta2, inverse, eps, decay, keep)
  return true
}
