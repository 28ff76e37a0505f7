import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** How long a start waits for an instance that quits, and how often it looks. */
const PATIENCE_MS = 10_000
const RETRY_MS = 100

export interface InstanceLockParts {
  /** Asks for the lock of this folder; where another instance has it, that one is told of the start. */
  request(): boolean
  /** A file that is there while the instance that has the lock quits. */
  readonly quittingFile: string
  wait(ms: number): Promise<void>
}

/** One instance for each folder of user data: two would overwrite each other's files. */
export interface InstanceLock {
  /**
   * Resolves with whether this is the one. Waits for one that quits, up to ten seconds: it has no window any
   * more that it could show instead.
   */
  take(): Promise<boolean>
  /** Says that this instance, which has the lock, quits. */
  announceQuit(): void
}

export function createInstanceLock({ request, quittingFile, wait }: InstanceLockParts): InstanceLock {
  return {
    async take() {
      for (let waited = 0; !request(); waited += RETRY_MS) {
        if (!existsSync(quittingFile) || waited >= PATIENCE_MS) return false
        await wait(RETRY_MS)
      }
      rmSync(quittingFile, { force: true, recursive: true })
      return true
    },
    announceQuit() {
      try {
        writeFileSync(quittingFile, '')
      } catch {
        // A start that comes just now has to be made again.
      }
    },
  }
}
