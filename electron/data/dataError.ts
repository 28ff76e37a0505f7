import { describeReason, type Reason } from '../../core/contract/reasons'

/** A person's own data cannot be read: why, naming what was expected. The message is the same in English. */
export class DataError extends Error {
  override readonly name = 'DataError'

  constructor(readonly reason: Reason) {
    super(describeReason(reason))
  }
}

/** The most bytes of a file of a person's own data. */
export const MOST_DATA_BYTES = 200_000_000
