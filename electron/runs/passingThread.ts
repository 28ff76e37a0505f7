import type { Thread, Checkpoint, WorkerStart } from '../worker/messages'
import type { HostListener, ThreadHost } from './runHost'
import { noListener, startHost } from './runHost'

/** The files of those checkpoints that were taken after at most so many updates. */
export function filesUpTo(update: number, checkpoints: readonly Checkpoint[]): Uint8Array[] {
  return checkpoints.filter((each) => each.update <= update).map(({ bytes }) => bytes)
}

/**
 * Asks something of a thread that is made for that alone, and is gone afterwards. It stands where `start`
 * says, and makes no further update.
 */
export async function withPassingThread<T>(
  start: Omit<WorkerStart, 'speed' | 'paused'>,
  spawn: (start: WorkerStart) => Thread,
  ask: (thread: ThreadHost) => Promise<T>,
  listener: Partial<HostListener> = {},
): Promise<T> {
  const thread = startHost({ ...start, speed: null, paused: true }, { ...noListener, ...listener }, spawn)
  try {
    return await ask(thread)
  } finally {
    await thread.dispose()
  }
}
