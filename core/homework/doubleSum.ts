import { productOfTransposed, productWithTransposed, sumOverBatch } from './products'
import type { Caches } from './rnn'
import type { Tensor } from './tensor'
import { accumulate, atTime, map, zeros } from './tensor'

/*
 * Exercise 6-2: the gradients of eq. 6.39 to 6.41, computed as they are written.
 *
 * With z_k = U h_{k-1} + W x_k + b, h_k = tanh(z_k) and the loss L = sum over t of L_t, where L_t depends on
 * h_t, let delta_{t,k} be the gradient of L_t at z_k, for k <= t:
 *
 *     delta_{t,t} = diag(1 - h_t²) dL_t/dh_t
 *     delta_{t,k} = diag(1 - h_k²) Uᵀ delta_{t,k+1}           k < t
 *
 *     dL/dU = sum_{t=1..T} sum_{k=1..t} delta_{t,k} h_{k-1}ᵀ   (6.39)
 *     dL/dW = sum_{t=1..T} sum_{k=1..t} delta_{t,k} x_kᵀ       (6.40)
 *     dL/db = sum_{t=1..T} sum_{k=1..t} delta_{t,k}            (6.41)
 *
 * That is T (T + 1) / 2 vectors where backpropagation through time carries one: exchanging the sums,
 * delta_k = sum_{t>=k} delta_{t,k} obeys  delta_k = diag(1 - h_k²) (dL_k/dh_k + Uᵀ delta_{k+1}),  which is
 * `rnnBackward`. Here U, W and b are called Waa, Wax and ba, as in the rest of this folder.
 */

/** dL/dU, dL/dW and dL/db of eq. 6.39 to 6.41. */
export interface DoubleSums {
  /** dL/dU, (n_a, n_a) */
  readonly dWaa: Tensor
  /** dL/dW, (n_a, n_x) */
  readonly dWax: Tensor
  /** dL/db, (n_a, 1) */
  readonly dba: Tensor
}

/**
 * Every delta_{t,k}: `deltas(da, caches)[t][k]` for k <= t, both counted from 0, each (n_a, m).
 *
 * Shapes: da (n_a, m, T), with da[..., t] = dL_t/dh_t, the direct gradient only.
 */
export function deltas(da: Tensor, caches: Caches): Tensor[][] {
  const { steps } = caches
  const { Waa } = steps[0].parameters
  const throughTanh = (gradient: Tensor, k: number): Tensor =>
    map(gradient, (value, h) => (1 - h * h) * value, steps[k].aNext)
  return steps.map((_, t) => {
    const row: Tensor[] = []
    row[t] = throughTanh(atTime(da, t), t)
    for (let k = t - 1; k >= 0; k--) row[k] = throughTanh(productOfTransposed(Waa, row[k + 1]), k)
    return row
  })
}

/**
 * The gradients of eq. 6.39 to 6.41 as literal double sums over t and k <= t of `deltas`.
 * Equal to `rnnBackward`'s dWaa, dWax and dba up to rounding; O(T²) in time and memory.
 *
 * Shapes: da (n_a, m, T) as for `deltas`; results as the parameters, summed over the batch.
 */
export function doubleSums(da: Tensor, caches: Caches): DoubleSums {
  const { steps } = caches
  const { Wax, Waa, ba } = steps[0].parameters
  const sums = { dWaa: zeros(...Waa.shape), dWax: zeros(...Wax.shape), dba: zeros(...ba.shape) }
  const delta = deltas(da, caches)
  for (let t = 0; t < steps.length; t++) {
    for (let k = 0; k <= t; k++) {
      accumulate(sums.dWaa, productWithTransposed(delta[t][k], steps[k].aPrev))
      accumulate(sums.dWax, productWithTransposed(delta[t][k], steps[k].xt))
      accumulate(sums.dba, sumOverBatch(delta[t][k]))
    }
  }
  return sums
}
