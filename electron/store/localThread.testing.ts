import { EventEmitter } from 'node:events'
import type { Environment } from '../worker/environment'
import type { Thread, WorkerCommand, WorkerReport, WorkerStart } from '../worker/messages'
import type { Session } from '../worker/session'
import { startSession } from '../worker/session'
import { createTraining } from '../worker/training'

/** A training thread that trains for real, in this thread, in the pauses of everything else. */
export class LocalThread extends EventEmitter implements Thread {
  private session: Session | null = null
  private isAlive = true

  constructor(start: WorkerStart) {
    super()
    const env: Environment = {
      now: () => performance.now(),
      defer: (callback) => void setImmediate(() => this.isAlive && callback()),
      setTimer(callback, ms) {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
      post: (report) => this.report(structuredClone(report)),
    }
    setImmediate(() => {
      try {
        this.session = startSession(createTraining(start, env), start, env)
      } catch (error) {
        this.emit('error', error)
      }
    })
  }

  private report(report: WorkerReport): void {
    setImmediate(() => this.isAlive && this.emit('message', report))
  }

  postMessage(command: WorkerCommand): void {
    setImmediate(() => command.type !== 'start' && this.isAlive && this.session?.receive(command))
  }

  /** As of a thread that is one, it takes its time. */
  async terminate(): Promise<number> {
    const wasAlive = this.isAlive
    this.isAlive = false
    await new Promise((resolve) => setTimeout(resolve))
    if (wasAlive) this.emit('exit', 1)
    return 1
  }
}
