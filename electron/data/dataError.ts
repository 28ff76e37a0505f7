import { describeReason, type Reason } from '../../core/contract/reasons'

/** A person's own data cannot be read: why, naming what was expected. The message is the same in English. */
export class DataError extends Error {
  override readonly name = 'DataError'

  constructor(readonly reason: Reason) {
    super(describeReason(reason))
  }
}
