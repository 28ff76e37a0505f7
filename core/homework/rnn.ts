import type { CellCache, ParameterGradients, Parameters } from './rnnCell'
import { copyParameters, rnnCellBackward, rnnCellForward } from './rnnCell'
import type { Tensor } from './tensor'
import { accumulate, atTime, map, setAtTime, zeros } from './tensor'

/** What `rnnBackward` needs of `rnnForward`: a cache a step, and the input. */
export interface Caches {
  readonly steps: readonly CellCache[]
  readonly x: Tensor
}

/** Gradients of a whole sequence. */
export interface SequenceGradients extends ParameterGradients {
  /** (n_x, m, T) */
  readonly dx: Tensor
  /** (n_a, m): the initial state's. */
  readonly da0: Tensor
}

/**
 * The forward pass over a sequence: `rnnCellForward` for t = 1..T, each step reading the state before it.
 *
 * Shapes: x (n_x, m, T), a0 (n_a, m); a (n_a, m, T), yPred (n_y, m, T). Nothing is overwritten. The caches
 * hold one copy of the parameters as they were, so later changes to them do not reach the backward pass. To
 * go on with a next stretch of the same sequence, give its `a0` the last step of this one's `a`.
 * @throws {RangeError} if shapes do not fit.
 */
export function rnnForward(
  x: Tensor,
  a0: Tensor,
  parameters: Parameters,
): { a: Tensor; yPred: Tensor; caches: Caches } {
  const [, m, T] = x.shape
  const kept = copyParameters(parameters)
  const a = zeros(a0.shape[0], m, T)
  const yPred = zeros(parameters.Wya.shape[0], m, T)
  const steps: CellCache[] = []
  let state = a0
  for (let t = 0; t < T; t++) {
    const { aNext, ytPred, cache } = rnnCellForward(atTime(x, t), state, kept)
    setAtTime(a, t, aNext)
    setAtTime(yPred, t, ytPred)
    steps.push(cache)
    state = aNext
  }
  return { a, yPred, caches: { steps, x } }
}

/**
 * Backpropagation through time (exercise 6-1P): `rnnCellBackward` for t = T..1. At each step the gradient of
 * a_t is what the loss puts there, `da[..., t]`, plus what comes back from step t + 1.
 *
 *     da_t (total) = da[..., t] + da_prev of step t + 1        dW = sum over t of dW of step t
 *
 * Shapes: da (n_a, m, T), dScores (n_y, m, T); dx (n_x, m, T), da0 (n_a, m), the rest as the parameters.
 *
 * Unlike the homework's function this one takes `dScores` and so trains the output layer (without it dWya and
 * dby are zero); dba is the sum over steps and batch, shape (n_a, 1).
 * @throws {RangeError} if shapes do not fit.
 */
export function rnnBackward(da: Tensor, caches: Caches, dScores?: Tensor): SequenceGradients {
  const { steps, x } = caches
  const { Wax, Waa, Wya, ba, by } = steps[0].parameters
  const dx = zeros(...x.shape)
  const sums = {
    dWax: zeros(...Wax.shape),
    dWaa: zeros(...Waa.shape),
    dba: zeros(...ba.shape),
    dWya: zeros(...Wya.shape),
    dby: zeros(...by.shape),
  }
  let daPrev = zeros(Waa.shape[0], x.shape[1])
  for (let t = steps.length - 1; t >= 0; t--) {
    const total = map(atTime(da, t), (direct, later) => direct + later, daPrev)
    const gradients = rnnCellBackward(total, steps[t], dScores && atTime(dScores, t))
    setAtTime(dx, t, gradients.dxt)
    accumulate(sums.dWax, gradients.dWax)
    accumulate(sums.dWaa, gradients.dWaa)
    accumulate(sums.dba, gradients.dba)
    accumulate(sums.dWya, gradients.dWya)
    accumulate(sums.dby, gradients.dby)
    daPrev = gradients.daPrev
  }
  return { dx, da0: daPrev, ...sums }
}
