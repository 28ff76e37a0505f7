import type { Reason } from '../../core/contract/reasons'
import { describeReason } from '../../core/contract/reasons'
import type { ErrorCode, Result } from '../../core/contract/result'

/** As `fail` of `core/contract`, whose schemas a training thread does without. */
export function refuse(code: ErrorCode, why: Reason): Result<never> {
  return { ok: false, error: { code, message: describeReason(why), reason: why, problems: [] } }
}
