import type { Observation } from '../../core/contract/observation'
import { appendObservations, openDiagnostics } from './diagnosticsFile'
import { takeLock } from './lock'

/**
 * Writes something that was observed of a run which nobody trains behind what its folder has, unless that is
 * of later updates. `settle` is called before the folder is let go of.
 * @throws {StoreError} if another process trains it, or it cannot be read.
 */
export async function keepObservation(
  folder: string,
  observation: Observation,
  settle: () => Promise<void>,
): Promise<void> {
  const lock = await takeLock(folder)
  try {
    const { observations, position } = await openDiagnostics(folder)
    if (observation.update < (observations.at(-1)?.update ?? 0)) return
    await appendObservations(folder, position, [observation])
    await settle()
  } finally {
    await lock.release()
  }
}
