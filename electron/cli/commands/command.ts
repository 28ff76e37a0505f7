import type { Thread, WorkerStart } from '../../worker/messages'
import type { ExitCode } from '../exitCode'
import type { Io } from '../io'

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  help(): string
  /** @throws {UsageError} for wrong use or input that cannot be read. */
  run(args: readonly string[], io: Io, spawn: (start: WorkerStart) => Thread): Promise<ExitCode>
}
