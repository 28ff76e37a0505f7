import { exp, tanh } from '../math/elementary'
import { addColumn, product, productOfTransposed, productWithTransposed, sumOverBatch } from './products'
import type { Tensor } from './tensor'
import { accumulate, clone, map, zeros } from './tensor'

/*
 * One step of the textbook's simple recurrent network, in its own layout: features x batch, weights on the
 * left, one bias. n_x features, n_a units, n_y classes, m sequences.
 *
 *     z   = W_ax x_t + W_aa a_{t-1} + b_a
 *     a_t = tanh(z)
 *     y_t = softmax(W_ya a_t + b_y)
 */

/** The homework's weights: Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1), by (n_y, 1). */
export interface Parameters {
  readonly Wax: Tensor
  readonly Waa: Tensor
  readonly Wya: Tensor
  readonly ba: Tensor
  readonly by: Tensor
}

/** What the backward step needs of a forward step. */
export interface CellCache {
  readonly aNext: Tensor
  readonly aPrev: Tensor
  readonly xt: Tensor
  readonly ytPred: Tensor
  readonly parameters: Parameters
}

/** Gradients of the five parameters, in their shapes. */
export interface ParameterGradients {
  readonly dWax: Tensor
  readonly dWaa: Tensor
  readonly dba: Tensor
  readonly dWya: Tensor
  readonly dby: Tensor
}

/** Gradients of one step. */
export interface CellGradients extends ParameterGradients {
  /** (n_x, m) */
  readonly dxt: Tensor
  /** (n_a, m) */
  readonly daPrev: Tensor
}

/**
 * Softmax over the features of each column, the column's true maximum subtracted first.
 *
 * Shapes: (n, m) to (n, m).
 */
export function softmax(scores: Tensor): Tensor {
  const [rows, columns] = scores.shape
  const out = zeros(rows, columns)
  for (let j = 0; j < columns; j++) {
    let max = -Infinity
    for (let i = 0; i < rows; i++) max = Math.max(max, scores.data[i * columns + j])
    let sum = 0
    for (let i = 0; i < rows; i++) sum += out.data[i * columns + j] = exp(scores.data[i * columns + j] - max)
    for (let i = 0; i < rows; i++) out.data[i * columns + j] /= sum
  }
  return out
}

/** A copy of the weights, so that changing them after the forward pass cannot falsify the backward pass. */
export function copyParameters({ Wax, Waa, Wya, ba, by }: Parameters): Parameters {
  return { Wax: clone(Wax), Waa: clone(Waa), Wya: clone(Wya), ba: clone(ba), by: clone(by) }
}

/**
 * One forward step:  a_t = tanh(W_ax x_t + W_aa a_{t-1} + b_a),  y_t = softmax(W_ya a_t + b_y)
 *
 * Shapes: xt (n_x, m), aPrev (n_a, m); aNext (n_a, m), ytPred (n_y, m). Nothing is overwritten.
 * The cache keeps the parameters that it was given; pass `copyParameters(...)` if they will be changed in
 * place before the backward step. (The homework's cache keeps a reference too, and no one copies.)
 * @throws {RangeError} if shapes do not fit.
 */
export function rnnCellForward(
  xt: Tensor,
  aPrev: Tensor,
  parameters: Parameters,
): { aNext: Tensor; ytPred: Tensor; cache: CellCache } {
  const { Wax, Waa, Wya, ba, by } = parameters
  const z = product(Waa, aPrev)
  accumulate(z, product(Wax, xt))
  const aNext = map(addColumn(z, ba), tanh)
  const ytPred = softmax(addColumn(product(Wya, aNext), by))
  return { aNext, ytPred, cache: { aNext, aPrev, xt, ytPred, parameters } }
}

/**
 * One backward step, from the gradient at a_t to those of everything that made it.
 *
 *     da_t     = daNext + W_yaᵀ dScores
 *     dz       = (1 - a_t²) ⊙ da_t
 *     dx_t     = W_axᵀ dz      da_{t-1} = W_aaᵀ dz
 *     dW_ax    = dz x_tᵀ       dW_aa    = dz a_{t-1}ᵀ      db_a = dz 1
 *     dW_ya    = dScores a_tᵀ                              db_y = dScores 1
 *
 * Shapes: daNext (n_a, m); dScores (n_y, m), the loss's gradient at the scores W_ya a_t + b_y before the
 * softmax.
 *
 * The homework never differentiates its output layer: its function has no `dScores`, so W_ya and b_y are
 * never trained. Here they are; without `dScores` the result is the homework's, and dWya and dby are zero.
 * For cross-entropy, dScores is `crossEntropyScores`.
 * @throws {RangeError} if shapes do not fit.
 */
export function rnnCellBackward(daNext: Tensor, cache: CellCache, dScores?: Tensor): CellGradients {
  const { aNext, aPrev, xt, parameters } = cache
  const { Wax, Waa, Wya, by } = parameters
  const da = clone(daNext)
  if (dScores) accumulate(da, productOfTransposed(Wya, dScores))
  const dz = map(da, (gradient, a) => (1 - a * a) * gradient, aNext)
  return {
    dxt: productOfTransposed(Wax, dz),
    daPrev: productOfTransposed(Waa, dz),
    dWax: productWithTransposed(dz, xt),
    dWaa: productWithTransposed(dz, aPrev),
    dba: sumOverBatch(dz),
    dWya: dScores ? productWithTransposed(dScores, aNext) : zeros(...Wya.shape),
    dby: dScores ? sumOverBatch(dScores) : zeros(...by.shape),
  }
}

/**
 * The gradient of  - sum over columns of ln y[target]  at the scores before the softmax:  y - onehot(target)
 *
 * Shapes: ytPred (n_y, m), one target class a column; result (n_y, m). A sum, not a mean.
 */
export function crossEntropyScores(ytPred: Tensor, targets: readonly number[]): Tensor {
  const columns = ytPred.shape[1]
  const out = clone(ytPred)
  targets.forEach((target, column) => (out.data[target * columns + column] -= 1))
  return out
}
