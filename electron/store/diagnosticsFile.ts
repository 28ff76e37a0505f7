import { join } from 'node:path'
import type { Observation } from '../../core/contract/observation'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { keptParts, keptViews, NUM_FIRST_RECORDED, scheduledParts } from '../../core/contract/views'
import { FEWEST_OBSERVATIONS, HISTORY_BYTES, MOST_OBSERVATIONS } from '../../core/experiment/viewLimits'
import { showPath } from '../../core/text/foreign'
import { bytesOf } from '../runs/diagnosticsHistory'
import { diagnosticsBatch, diagnosticsHeader, readDiagnostics } from './diagnosticsLog'
import { appendAt, DIAGNOSTICS, isMissing, readBytes, replaceFile } from './files'

/** Says of each observation in turn whether it is written. */
export type DiagnosticsSchedule = (observation: Observation) => boolean

/**
 * All that is observed of the first updates is written, and of the later ones ever fewer: when as many are
 * written as a window keeps, every second, and half as many again later every second of these. So a run that
 * is twice as long has some 500 more. `written` are those that stand in the file already.
 */
export function createDiagnosticsSchedule(written: readonly Observation[] = []): DiagnosticsSchedule {
  let stride = 1
  let numOffered = 0
  let numWritten = 0

  function count(observation: Observation): void {
    const fit = Math.floor(HISTORY_BYTES / bytesOf(observation))
    const most = Math.min(MOST_OBSERVATIONS, Math.max(FEWEST_OBSERVATIONS, fit))
    if (++numWritten < most) return
    numWritten = Math.floor(most / 2)
    stride *= 2
  }

  const hasViews = (observation: Observation) => keptViews.some((view) => observation[view] !== null)
  for (const observation of written) {
    if (observation.update >= NUM_FIRST_RECORDED && hasViews(observation)) count(observation)
  }
  return (observation) => {
    if (keptParts.every((part) => observation[part] === null)) return false
    // Each of these says what no other does.
    if (scheduledParts.some((part) => observation[part] !== null)) return true
    if (observation.update < NUM_FIRST_RECORDED) return true
    if (numOffered++ % stride !== 0) return false
    count(observation)
    return true
  }
}

/**
 * Appends observations to the file of a run where it ends; 0 where there is none yet. Waits until they are on
 * the disk, and returns where the file then ends.
 */
export async function appendObservations(
  folder: string,
  position: number,
  observations: readonly Observation[],
): Promise<number> {
  const batch = diagnosticsBatch(observations)
  if (batch.length === 0) return position
  const path = join(folder, DIAGNOSTICS)
  if (position > 0) {
    await appendAt(path, position, [batch])
    return position + batch.length
  }
  const bytes = Buffer.concat([diagnosticsHeader(), batch])
  await replaceFile(path, bytes)
  return bytes.length
}

/** What a run's folder holds of observations. */
export interface StoredDiagnostics {
  readonly observations: readonly Observation[]
  /** Where its whole batches end; 0 where there are none. */
  readonly position: number
  /** What is damaged, with the file's name, or null. */
  readonly problem: Reason | null
}

/**
 * Reads what was observed of a run; a folder without the file has nothing.
 * @throws {StoreError} naming the file, if it cannot be read.
 */
export async function openDiagnostics(folder: string): Promise<StoredDiagnostics> {
  const path = join(folder, DIAGNOSTICS)
  if (await isMissing(path)) return { observations: [], position: 0, problem: null }
  const { observations, ends, problem } = readDiagnostics(await readBytes(path))
  return {
    ...{ observations, position: ends.at(-1)?.bytes ?? 0 },
    problem: problem === null ? null : reason('inFile', { path: showPath(path), why: problem }),
  }
}

/**
 * Cuts what was observed to the first so many updates, on the disk too, so that the rest can be made again.
 * @throws {StoreError} naming the file, if it cannot be read.
 */
export async function cutDiagnostics(folder: string, updates: number): Promise<StoredDiagnostics> {
  const path = join(folder, DIAGNOSTICS)
  const stored = await openDiagnostics(folder)
  const observations = stored.observations.filter(({ update }) => update < updates)
  if (stored.position === 0 || observations.length === stored.observations.length) return stored
  const { ends } = readDiagnostics(await readBytes(path))
  const last = ends.findLast((end) => end.observations <= observations.length)
  // The batch that the cut goes through is written anew, as far as it stands.
  const rest = diagnosticsBatch(observations.slice(last?.observations ?? 0))
  const end = last?.bytes ?? diagnosticsHeader().length
  await appendAt(path, end, [rest])
  return { ...stored, observations, position: end + rest.length }
}
