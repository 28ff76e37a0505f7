import { tanh } from '../math/elementary'

/** A tanh RNN of one layer and one sequence, with a loss that is a sum over steps of L_t(h_t). */
export interface RecurrentProblem {
  readonly inputSize: number
  readonly hiddenSize: number
  /** (H, I) */
  readonly weightIh: ArrayLike<number>
  /** (H, H) */
  readonly weightHh: ArrayLike<number>
  /** (H) */
  readonly biasIh: ArrayLike<number>
  /** (H) */
  readonly biasHh: ArrayLike<number>
  /** (T, I) */
  readonly input: ArrayLike<number>
  /** (H) */
  readonly h0: ArrayLike<number>
  /** Writes dL_t/dh_t, (H), into `out`, given h_t. */
  gradLoss(t: number, h: Float64Array, out: Float64Array): void
}

/** The gradient of the whole loss and what it cost. */
export interface CountedGradient {
  /** (H, I) */
  readonly weightIh: Float64Array
  /** (H, H) */
  readonly weightHh: Float64Array
  /** (H); that of bias_hh is the same. */
  readonly bias: Float64Array
  /** Multiplications made for the gradient, counted while it ran; forward pass and loss not included. */
  readonly operations: number
  /** Numbers that have to be kept from step to step for the gradient, its own result not included. */
  readonly memory: number
}

/**
 * Real-time recurrent learning: the exact gradient of a tanh RNN, forwards in time.
 *
 *     h_t = tanh(z_t),   z_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh,   D_t = diag(1 - h_t²)
 *     P_t = dh_t/dtheta = D_t (W_hh P_{t-1} + dz_t/dtheta at constant h_{t-1}),   P_0 = 0
 *     dL/dtheta = sum over t of (dL_t/dh_t)ᵀ P_t
 *
 * theta holds the H (I + H + 1) numbers of W_ih, W_hh and one bias; dz_t/dtheta is sparse: row k has x_t,
 * h_{t-1} and 1 at the places of unit k's own weights, and nothing elsewhere.
 *
 * It needs no memory of the past, so it learns on-line, but P_t has H rows of H (I + H + 1) numbers, and
 * W_hh P takes H times as many products: O(H^3) memory and O(H^4) a step, where `countedBptt` takes O(T H)
 * and O(H^2).
 *
 * @see Williams and Zipser, "A Learning Algorithm for Continually Running Fully Recurrent Neural Networks",
 *   Neural Computation 1 (1989).
 */
export function rtrl(problem: RecurrentProblem): CountedGradient {
  const { inputSize: I, hiddenSize: H, weightHh, input } = problem
  // A unit's own parameters lie side by side: I input weights, H recurrent weights, its bias.
  const perUnit = I + H + 1
  const numParameters = H * perUnit
  let influence = new Float64Array(H * numParameters)
  let next = new Float64Array(H * numParameters)
  const gradient = new Float64Array(numParameters)
  const gradH = new Float64Array(H)
  let h = Float64Array.from(problem.h0)
  let operations = 0

  for (let t = 0; t < input.length / I; t++) {
    const before = h
    h = step(problem, before, t)
    problem.gradLoss(t, h, gradH)
    for (let k = 0; k < H; k++) {
      const row = k * numParameters
      next.fill(0, row, row + numParameters)
      for (let j = 0; j < H; j++) {
        const weight = weightHh[k * H + j]
        for (let p = 0; p < numParameters; p++) next[row + p] += weight * influence[j * numParameters + p]
      }
      const own = row + k * perUnit
      for (let i = 0; i < I; i++) next[own + i] += input[t * I + i]
      for (let j = 0; j < H; j++) next[own + I + j] += before[j]
      next[own + I + H] += 1
      const slope = 1 - h[k] * h[k]
      for (let p = 0; p < numParameters; p++) {
        next[row + p] *= slope
        gradient[p] += gradH[k] * next[row + p]
      }
      operations += (H + 2) * numParameters
    }
    ;[influence, next] = [next, influence]
  }
  return { ...unpack(gradient, I, H), operations, memory: influence.length }
}

/**
 * The same gradient backwards in time, counted in the same way, to stand beside `rtrl`.
 *
 *     delta_t = D_t (dL_t/dh_t + W_hhᵀ delta_{t+1})
 *     dL/dW_ih = sum over t of delta_t x_tᵀ
 *     dL/dW_hh = sum over t of delta_t h_{t-1}ᵀ
 *     dL/db    = sum over t of delta_t
 *
 * It keeps every h_t until the way back; the input is the caller's and not counted.
 */
export function countedBptt(problem: RecurrentProblem): CountedGradient {
  const { inputSize: I, hiddenSize: H, weightHh, input } = problem
  const perUnit = I + H + 1
  const numSteps = input.length / I
  const gradient = new Float64Array(H * perUnit)
  const states = [Float64Array.from(problem.h0)]
  for (let t = 0; t < numSteps; t++) states.push(step(problem, states[t], t))

  const delta = new Float64Array(H)
  const total = new Float64Array(H)
  const direct = new Float64Array(H)
  let operations = 0
  for (let t = numSteps - 1; t >= 0; t--) {
    const h = states[t + 1]
    problem.gradLoss(t, h, direct)
    for (let j = 0; j < H; j++) {
      let sum = direct[j]
      for (let k = 0; k < H; k++) sum += weightHh[k * H + j] * delta[k]
      total[j] = sum
    }
    for (let k = 0; k < H; k++) {
      delta[k] = (1 - h[k] * h[k]) * total[k]
      const own = k * perUnit
      for (let i = 0; i < I; i++) gradient[own + i] += delta[k] * input[t * I + i]
      for (let j = 0; j < H; j++) gradient[own + I + j] += delta[k] * states[t][j]
      gradient[own + I + H] += delta[k]
    }
    operations += H * H + H * (I + H + 1)
  }
  return { ...unpack(gradient, I, H), operations, memory: states.length * H }
}

/** h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh) */
function step(problem: RecurrentProblem, before: Float64Array, t: number): Float64Array<ArrayBuffer> {
  const { inputSize: I, hiddenSize: H, weightIh, weightHh, biasIh, biasHh, input } = problem
  return Float64Array.from({ length: H }, (_, k) => {
    let z = biasIh[k] + biasHh[k]
    for (let i = 0; i < I; i++) z += weightIh[k * I + i] * input[t * I + i]
    for (let j = 0; j < H; j++) z += weightHh[k * H + j] * before[j]
    return tanh(z)
  })
}

/** Parts the gradient of `H` units' own parameters into the three tensors. */
function unpack(gradient: Float64Array, I: number, H: number) {
  const weightIh = new Float64Array(H * I)
  const weightHh = new Float64Array(H * H)
  const bias = new Float64Array(H)
  for (let k = 0; k < H; k++) {
    const own = gradient.subarray(k * (I + H + 1), (k + 1) * (I + H + 1))
    weightIh.set(own.subarray(0, I), k * I)
    weightHh.set(own.subarray(I, I + H), k * H)
    bias[k] = own[I + H]
  }
  return { weightIh, weightHh, bias }
}
