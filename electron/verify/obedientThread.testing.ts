import { EventEmitter } from 'node:events'
import { answer } from './answers'
import type { VerifyJob, VerifyMessage } from './messages'
import type { VerifyThread } from './verifier'

/** Does a job as the thread does, in this one. */
export class ObedientVerifyThread extends EventEmitter implements VerifyThread {
  #isEnded = false

  constructor(job: VerifyJob) {
    super()
    const tell = (message: VerifyMessage) => void (this.#isEnded || this.emit('message', message))
    // Whoever started it listens first.
    queueMicrotask(() => {
      answer(job, tell).then(
        (result) => tell({ type: 'over', result }),
        (error: unknown) => this.emit('error', error),
      )
    })
  }

  terminate(): Promise<number> {
    this.#isEnded = true
    return Promise.resolve(1)
  }
}
