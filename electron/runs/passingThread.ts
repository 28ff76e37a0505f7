import type { Thread, Checkpoint, WorkerStart } from '../worker/messages'
import type { HostListener, ThreadHost } from './runHost'
import { noListener, startHost } from './runHost'

/** The files of those checkpoints that were taken after at most so many updates. */
export function filesUpTo(update: number, checkpoints: readonly Checkpoint[]): Uint8Array[] {
  return checkpoints.filter((each) => each.update <= update).map(({ bytes }) => bytes)
}

/**
 * Asks something of a thread that is made for that alone, and is gone afterwards, or once `signal` is aborted.
 * It stands where `start` says, and makes no further update.
 */
export async function withPassingThread<T>(
  start: Omit<WorkerStart, 'speed' | 'paused'>,
  spawn: (start: WorkerStart) => Thread,
  ask: (thread: ThreadHost) => Promise<T>,
  listener: Partial<HostListener> = {},
  signal?: AbortSignal,
): Promise<T> {
  const thread = startHost({ ...start, speed: null, paused: true }, { ...noListener, ...listener }, spawn)
  const giveUp = () => void thread.dispose()
  signal?.addEventListener('abort', giveUp)
  try {
    return await ask(thread)
  } finally {
    signal?.removeEventListener('abort', giveUp)
    await thread.dispose()
  }
}
