import { exp, sigmoid, tanh } from '../../math/elementary'
import type { Arithmetic } from './arithmetic'

/** Float64: every result is a number of the kind, and none is flushed. */
export const float64: Arithmetic = { round: (x) => x, flush: (x) => x, exp, sigmoid, tanh, lanes: 2 }
