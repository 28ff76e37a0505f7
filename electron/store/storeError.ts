import type { ErrorCode } from '../../core/contract/result'

/** A run folder cannot be made, read or written. The message is one line for the person. */
export class StoreError extends Error {
  override readonly name = 'StoreError'

  constructor(
    message: string,
    /** What a window is told besides. */
    readonly code: ErrorCode = 'unreadableFile',
  ) {
    super(message)
  }
}
