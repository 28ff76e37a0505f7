import { reason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { fail, failInWords } from '../../core/contract/result'
import type { SelfTestLine } from '../../core/contract/selfTest'
import type { VerifyJobName, VerifyProgress } from '../../core/contract/verify'
import type { OwnData } from '../../core/data/table'
import type { VerifyJob, VerifyMessage, VerifyReply, VerifyRequest } from './messages'

/** A thread that computes one thing, as its host uses it. */
export interface VerifyThread {
  terminate(): Promise<number>
  on(event: 'message', listener: (message: VerifyMessage) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'exit', listener: (exitCode: number) => void): unknown
}

/** Computes what the place Verify asks for, each in a thread of its own; of each kind one at a time. */
export interface Verifier {
  /** Gives up the one of its kind before it. Resolves as `cancelled` where it is given up itself. */
  run<K extends VerifyJobName>(
    job: K,
    request: VerifyRequest<K>,
    data?: OwnData | null,
  ): Promise<Result<VerifyReply<K>>>
  cancel(job: VerifyJobName): void
  /** Gives up everything. */
  cancelAll(): void
}

export interface VerifierOptions {
  readonly version: string
  spawn(job: VerifyJob): VerifyThread
  progressed(progress: VerifyProgress): void
  tested(line: SelfTestLine): void
}

export function createVerifier({ version, spawn, progressed, tested }: VerifierOptions): Verifier {
  const current = new Map<VerifyJobName, () => void>()

  return {
    async run<K extends VerifyJobName>(job: K, request: VerifyRequest<K>, data: OwnData | null = null) {
      current.get(job)?.()
      const thread = spawn({ job, request, data, version } as VerifyJob)
      let giveUp: () => void = () => undefined
      let isOver = false
      try {
        const result = await new Promise<Result<unknown>>((resolve) => {
          giveUp = () => resolve(fail('cancelled', reason('checkGivenUp')))
          current.set(job, giveUp)
          thread.on('error', (error) => resolve(failInWords('workerFailed', String(error))))
          thread.on('exit', (code) => resolve(failInWords('workerFailed', `exit code ${code}`)))
          thread.on('message', (message) => {
            if (message.type === 'over') resolve(message.result)
            else if (isOver) return
            else if (message.type === 'tested') tested(message.line)
            else progressed({ job, done: message.done, total: message.total })
          })
        })
        return result as Result<VerifyReply<K>>
      } finally {
        isOver = true
        void thread.terminate()
        if (current.get(job) === giveUp) current.delete(job)
      }
    },
    cancel: (job) => current.get(job)?.(),
    cancelAll() {
      for (const giveUp of current.values()) giveUp()
    },
  }
}
