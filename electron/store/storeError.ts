import type { Reason } from '../../core/contract/reasons'
import { describeReason, reason } from '../../core/contract/reasons'
import type { ErrorCode } from '../../core/contract/result'
import { WeightsError } from '../../core/formats/weightsError'
import { JsonError, type JsonFault } from '../../core/formats/jsonError'
import { showText, showValue } from '../../core/text/foreign'
import { DataError } from '../data/dataError'

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
  if (error instanceof StoreError || error instanceof DataError || error instanceof WeightsError)
    return error.reason
  if (error instanceof JsonError) return faultReason(error.fault)
  const text = error instanceof Error ? error.message : String(error)
  return reason('words', { text: showText(text, REASON_LENGTH) })
}

function faultReason(fault: JsonFault): Reason {
  switch (fault.kind) {
    case 'mistaken':
      return reason('isMistaken', { what: reason(fault.what.name) })
    case 'syntax':
      return fault.place ? reason('notJsonFrom', { ...fault.place }) : reason('notJson')
    case 'keyTwice':
      return reason('keyTwice', { key: showValue(fault.key) })
    case 'tooDeep':
      return reason('tooDeep', { most: fault.most })
  }
}
