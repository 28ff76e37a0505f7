import { tanh } from '../math/elementary'
import { product, productOfTransposed, productWithTransposed } from './products'
import type { Tensor } from './tensor'
import { accumulate, clone, expectShape, map, zeros } from './tensor'

/** Weights in PyTorch's layout, as torch.nn.RNN(n_x, n_h) names them. */
export interface RNNCellWeights {
  /** (H, I) */
  readonly weightIh: Tensor
  /** (H, H) */
  readonly weightHh: Tensor
  /** (H) */
  readonly biasIh: Tensor
  /** (H) */
  readonly biasHh: Tensor
}

interface Step {
  readonly x: Tensor
  readonly h: Tensor
  readonly hNext: Tensor
}

/** Calls came in an order that has no meaning, such as more backward steps than forward steps. */
export class SequenceError extends Error {
  override readonly name = 'SequenceError'
}

/**
 * The homework's class `RNNCell`, one step of torch.nn.RNN with tanh in PyTorch's layout (batch x features):
 *
 *     h' = tanh(x W_ihᵀ + b_ih + h W_hhᵀ + b_hh)
 *
 * Call `forward` for t = 1..T, then `backward` for t = T..1 with dL/dh_t from outside. The stacks gather what
 * each backward step found, in the order of time. Shapes: x (N, I), h (N, H).
 *
 * It differs from the homework's class in four points, each of which was a trap there:
 * - the state stays between sequences: `startSequence()` goes on from the last hidden state, as a constant
 *   (there every sequence had to be started by hand, and nothing was ever cleared from the lists);
 * - the gradient that runs to the previous step is a part of the sequence, so no forward call can wipe it,
 *   and a forward call amid the backward calls is refused;
 * - the initial state's gradient is returned: `gradH0` after the last backward step;
 * - the biases' gradients are summed over the batch: their stacks hold (H) a step, and the whole gradient is
 *   the sum of the stack (there (N, H) a step, so that summing over time alone left the batch in).
 */
export class RNNCell {
  /** dL/dx_t, (N, I), in the order of time. */
  readonly dxList: Tensor[] = []
  /** (H, I) a step. */
  readonly dWIhStack: Tensor[] = []
  /** (H, H) a step. */
  readonly dWHhStack: Tensor[] = []
  /** (H) a step; two lists of independent arrays, always equal in value. */
  readonly dBIhStack: Tensor[] = []
  readonly dBHhStack: Tensor[] = []

  private readonly weights: RNNCellWeights
  private readonly steps: Step[] = []
  private numDone = 0
  private state: Tensor | null = null
  private gradState: Tensor | null = null

  constructor(weights: RNNCellWeights) {
    const [hiddenSize] = weights.weightIh.shape
    expectShape('weightHh', weights.weightHh, [hiddenSize, hiddenSize])
    expectShape('biasIh', weights.biasIh, [hiddenSize])
    expectShape('biasHh', weights.biasHh, [hiddenSize])
    this.weights = weights
  }

  /** The last hidden state, or null before the first step. */
  get hidden(): Tensor | null {
    return this.state
  }

  /**
   * dL/dh_0 of the sequence, (N, H).
   * @throws {SequenceError} before the last backward step.
   */
  get gradH0(): Tensor {
    if (!this.gradState || this.numDone < this.steps.length) {
      throw new SequenceError(
        `gradH0 is known after ${this.steps.length} backward steps, ${this.numDone} were made`,
      )
    }
    return this.gradState
  }

  /**
   * Clears lists, stacks and the running gradient for a new sequence. It starts from `h0`, or, without one,
   * from the last hidden state as a constant: no gradient flows back into the sequence before.
   */
  startSequence(h0: Tensor | null = this.state): void {
    for (const list of [this.dxList, this.dWIhStack, this.dWHhStack, this.dBIhStack, this.dBHhStack]) {
      list.length = 0
    }
    this.steps.length = 0
    this.numDone = 0
    this.gradState = null
    this.state = h0
  }

  /**
   * One step: h' from x and h, or from the state if no h is given (zeros at the very first step).
   * @throws {SequenceError} once the backward steps of this sequence have begun.
   * @throws {RangeError} if shapes do not fit.
   */
  forward(x: Tensor, h?: Tensor): Tensor {
    if (this.numDone > 0) {
      throw new SequenceError('forward after backward: begin a new sequence with startSequence()')
    }
    const { weightIh, weightHh, biasIh, biasHh } = this.weights
    const [hiddenSize] = biasIh.shape
    const before = h ?? this.state ?? zeros(x.shape[0], hiddenSize)
    const z = productWithTransposed(x, weightIh)
    accumulate(z, productWithTransposed(before, weightHh))
    const hNext: Tensor = {
      shape: z.shape,
      data: z.data.map((value, i) => tanh(value + biasIh.data[i % hiddenSize] + biasHh.data[i % hiddenSize])),
    }
    this.steps.push({ x, h: before, hNext })
    this.state = hNext
    return hNext
  }

  /**
   * One step back, the latest first:  dz = (1 - h'²) ⊙ (dh + what came back from the step after)
   *
   * Takes dL/dh' from outside, (N, H), and returns dL/dx, (N, I); prepends to the list and the stacks.
   * @throws {SequenceError} if every forward step has had its backward step.
   */
  backward(dh: Tensor): Tensor {
    const step = this.steps[this.steps.length - 1 - this.numDone]
    if (!step) throw new SequenceError(`backward was called more often than forward (${this.steps.length})`)
    const total = this.gradState ? map(dh, (direct, later) => direct + later, this.gradState) : dh
    const dz = map(total, (gradient, h) => (1 - h * h) * gradient, step.hNext)
    const dx = product(dz, this.weights.weightIh)
    const db = sumOverRows(dz)
    this.dxList.unshift(dx)
    this.dWIhStack.unshift(productOfTransposed(dz, step.x))
    this.dWHhStack.unshift(productOfTransposed(dz, step.h))
    this.dBIhStack.unshift(db)
    this.dBHhStack.unshift(clone(db))
    this.gradState = product(dz, this.weights.weightHh)
    this.numDone++
    return dx
  }
}

/** The sum of a stack over time: the gradient of the whole sequence. */
export function sumOfStack(stack: readonly Tensor[]): Tensor {
  const sum = zeros(...stack[0].shape)
  for (const each of stack) accumulate(sum, each)
  return sum
}

function sumOverRows(a: Tensor): Tensor {
  const columns = a.shape[1]
  const out = zeros(columns)
  a.data.forEach((value, i) => (out.data[i % columns] += value))
  return out
}
