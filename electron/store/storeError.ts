import type { Reason } from '../../core/contract/reasons'
import { describeReason, reason } from '../../core/contract/reasons'
import type { ErrorCode } from '../../core/contract/result'
import { showText } from '../../core/text/foreign'

/** A run folder cannot be made, read or written. The message is one line for the person, in English. */
export class StoreError extends Error {
  override readonly name = 'StoreError'

  constructor(
    readonly reason: Reason,
    /** What a window is told besides. */
    readonly code: ErrorCode = 'unreadableFile',
  ) {
    super(describeReason(reason))
  }
}

/** Characters of what another library says. */
const REASON_LENGTH = 500

/** Why something failed, whatever was thrown. */
export function reasonFor(error: unknown): Reason {
  if (error instanceof StoreError) return error.reason
  const text = error instanceof Error ? error.message : String(error)
  return reason('words', { text: showText(text, REASON_LENGTH) })
}
