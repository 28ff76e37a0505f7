import type { Reason } from '../contract/reasons'
import { describeReason } from '../contract/reasons'
import { FormatError } from './formatError'

/** Weights are not those of one recurrent network, or not of the one that is asked for. */
export class WeightsError extends FormatError {
  constructor(readonly reason: Reason) {
    super(describeReason(reason))
  }
}
