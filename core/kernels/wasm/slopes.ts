import { Constant, ONE } from './constants'
import { Lanes } from './lanes'
import { Float } from './number'

/** Gradients on their way back through functions. */
export class Slopes {
  /** dy (1 - y²), flushed: back through y = tanh. */
  @inline
  static tanh(dy: v128, y: v128): v128 {
    return Lanes.flush(v128.mul<Float>(dy, v128.sub<Float>(Constant.of(ONE), v128.mul<Float>(y, y))))
  }

  /** dy y (1 - y), flushed: back through y = sigmoid. */
  @inline
  static sigmoid(dy: v128, y: v128): v128 {
    return Lanes.flush(v128.mul<Float>(v128.mul<Float>(dy, y), v128.sub<Float>(Constant.of(ONE), y)))
  }
}
