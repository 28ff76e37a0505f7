import type { Reason } from '../contract/reasons'
import { describeReason } from '../contract/reasons'
import { FormatError } from './formatError'

/** A file of tensors is not whole, or holds others than are asked for. */
export class WeightsError extends FormatError {
  constructor(readonly reason: Reason) {
    super(describeReason(reason))
  }
}
