import type { Reason, ReasonParam } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { ErrorCode } from '../../core/contract/result'
import { StoreError } from '../store/storeError'

/** Something cannot be exported or imported: a reason, or a sentence in English alone. */
export class ExchangeError extends StoreError {
  constructor(why: Reason | string, code?: ErrorCode) {
    super(typeof why === 'string' ? reason('words', { text: why }) : why, code)
  }
}

/** A reason with every text in it changed. */
export function withTexts({ code, params }: Reason, change: (text: string) => string): Reason {
  const changed = (param: ReasonParam): ReasonParam => {
    if (typeof param === 'string') return change(param)
    return typeof param === 'object' && 'code' in param ? withTexts(param, change) : param
  }
  const entries = Object.entries(params).map(([name, param]) => [name, changed(param)] as const)
  return { code, params: Object.fromEntries(entries) }
}
