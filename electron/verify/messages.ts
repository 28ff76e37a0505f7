import type { ParsedRequestOf, ReplyOf } from '../../core/contract/ipc'
import type { Result } from '../../core/contract/result'
import type { SelfTestLine } from '../../core/contract/selfTest'
import type { VerifyJobName } from '../../core/contract/verify'
import type { OwnData } from '../../core/data/table'

/*
 * Messages between the main process and a thread that computes one thing for the place Verify. Both ends are
 * ours and live in one process.
 */

export type VerifyRequest<K extends VerifyJobName> = ParsedRequestOf<`verify:${K}`>
export type VerifyReply<K extends VerifyJobName> = ReplyOf<`verify:${K}`>

/** What a thread is started with. */
export type VerifyJob = {
  [K in VerifyJobName]: {
    readonly job: K
    readonly request: VerifyRequest<K>
    /** The person's own data, where the experiment needs some. */
    readonly data: OwnData | null
    /** The app's. */
    readonly version: string
  }
}[VerifyJobName]

export type VerifyMessage =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'tested'; readonly line: SelfTestLine }
  | { readonly type: 'over'; readonly result: Result<unknown> }
