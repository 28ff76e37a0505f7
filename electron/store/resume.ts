import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { TuningEvent } from '../../core/contract/run'
import type { Experiment } from '../../core/experiment/experiment'
import { showPath } from '../../core/text/foreign'
import { readCheckpoint } from '../../core/train/checkpointFile'
import { smoothedLoss } from '../../core/train/progress'
import type { LogEnd } from './arrowLog'
import { logBatch, logHeader, mapColumns } from './arrowLog'
import type { KeptCheckpoint } from './checkpointRule'
import { cutDiagnostics } from './diagnosticsFile'
import type { RunEvent } from './documents'
import { appendAt, EVENTS, LOG, readBytes, replaceFile } from './files'
import type { Lock } from './lock'
import { takeLock } from './lock'
import { whyForeign } from './ownCheckpoint'
import type { RecorderOptions } from './recorder'
import type { StoredRun } from './runFolder'
import { checkpointPath, firstUpdateOf, openRunFolder } from './runFolder'
import { reasonFor, StoreError } from './storeError'

/** A run that this process goes on with. */
export interface Resumed {
  readonly experiment: Experiment
  /** What is damaged in its folder, each with the file's name. */
  readonly problems: readonly Reason[]
  /** Updates made before it goes on. */
  readonly update: number
  /** Where it goes on; none where it begins anew. */
  readonly checkpoint: Uint8Array | null
  readonly tuningEvents: readonly TuningEvent[]
  /** What its recorder is made with. */
  readonly recording: Omit<RecorderOptions, 'tell'>
}

/**
 * Takes a run over, to go on from its newest checkpoint that can be read, and cuts its log to that; without
 * one it begins at its first update. The bits are those that were there.
 * @throws {StoreError} if the folder is no run, or another process trains it.
 */
export async function resumeRun(folder: string): Promise<Resumed> {
  await openRunFolder(folder)
  const lock = await takeLock(folder)
  try {
    // Read again: until now somebody else may have written.
    return await resumeLocked(await openRunFolder(folder), lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * Takes a run over that this process knows, to go on where it is, without a cut: whoever goes on begins from
 * a checkpoint and makes the rest again.
 * @throws {StoreError} if another process trains it or has trained it on.
 */
export async function holdRun(
  folder: string,
  known: { readonly update: number; readonly tuningEvents: number },
): Promise<Omit<RecorderOptions, 'tell'>> {
  const lock = await takeLock(folder)
  try {
    const stored = await openRunFolder(folder)
    if (stored.log.length !== known.update) {
      throw new StoreError(
        reason('trainedElsewhere', {
          ...{ path: showPath(folder), n: stored.log.length },
          expected: known.update,
        }),
      )
    }
    const lines = linesOf([...stored.events, { type: 'resumed', update: known.update }])
    await replaceFile(join(folder, EVENTS), lines)
    return {
      lock,
      log: stored.log.ends.at(-1) ?? { updates: stored.log.first, bytes: logHeader().length },
      eventBytes: Buffer.byteLength(lines),
      checkpoints: (await readCheckpoints(stored)).known,
      diagnostics: await cutDiagnostics(folder, known.update),
      tuningEvents: known.tuningEvents,
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * Takes updates of a run back that nobody trains, so that so many stay; returns where its log ends then.
 * @throws {StoreError} if another process trains it, or it has fewer.
 */
export async function cutRun(folder: string, updates: number): Promise<readonly LogEnd[]> {
  const lock = await takeLock(folder)
  try {
    const stored = await openRunFolder(folder)
    if (stored.log.length < updates) {
      throw new StoreError(
        reason('tooFewUpdates', { path: showPath(folder), n: stored.log.length, expected: updates }),
      )
    }
    for (const update of stored.checkpoints) {
      if (update > updates) await rm(checkpointPath(folder, update), { force: true })
    }
    const kept = stored.events.filter(
      (event) => (event.type === 'resumed' || event.type === 'tuned') && event.update <= updates,
    )
    await replaceFile(
      join(folder, EVENTS),
      linesOf([...kept, { type: 'paused', update: updates, by: 'person' }]),
    )
    await cutDiagnostics(folder, updates)
    await cutLog(stored, updates)
    return (await openRunFolder(folder)).log.ends
  } finally {
    await lock.release()
  }
}

const linesOf = (events: readonly RunEvent[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('')

async function resumeLocked(stored: StoredRun, lock: Lock): Promise<Resumed> {
  const { folder, log, events } = stored
  const { newest, known, problems } = await readCheckpoints(stored)
  const first = firstUpdateOf(stored.run)
  if (first > 0 && !newest) {
    throw new StoreError(reason('branchLost', { path: showPath(checkpointPath(folder, first)) }))
  }
  const update = newest?.update ?? 0
  const tuned = events.filter((event) => event.type === 'tuned').map(({ type: _, ...event }) => event)
  // What was tuned before a branch is in its experiment.
  const saved = newest && newest.update > first ? newest.tuningEvents : []
  const tuningEvents = [...saved, ...tuned.slice(saved.length).filter((event) => event.update < log.length)]

  const bytes = await cutLog(stored, update)
  const kept: RunEvent[] = [
    ...events.filter((event) => event.type === 'resumed' && event.update <= update),
    ...tuningEvents.map((event): RunEvent => ({ type: 'tuned', ...event })),
    { type: 'resumed', update },
  ]
  const lines = linesOf(kept)
  await replaceFile(join(folder, EVENTS), lines)
  return {
    experiment: stored.experiment,
    problems: [...stored.problems, ...problems],
    update,
    checkpoint: newest?.bytes ?? null,
    tuningEvents,
    recording: {
      lock,
      log: { updates: update, bytes },
      eventBytes: Buffer.byteLength(lines),
      checkpoints: known,
      diagnostics: await cutDiagnostics(folder, update),
      tuningEvents: tuningEvents.length,
    },
  }
}

interface Newest {
  readonly update: number
  readonly bytes: Uint8Array
  readonly tuningEvents: readonly TuningEvent[]
}

/** The newest checkpoint that can be read, what is known of all, and what is wrong with the others. */
async function readCheckpoints({ folder, checkpoints, log }: StoredRun) {
  const known: KeptCheckpoint[] = []
  const problems: Reason[] = []
  let newest: Newest | null = null
  for (const update of checkpoints) {
    const path = checkpointPath(folder, update)
    try {
      const bytes = await readBytes(path)
      const { checkpoint, tuningEvents } = readCheckpoint(bytes)
      const why = whyForeign(checkpoint.progress, update, (at) => log.columns.loss[at - log.first] ?? null)
      if (why) throw new StoreError(why)
      known.push({ update, loss: smoothedLoss(checkpoint.progress), bytes: bytes.length })
      newest = { update, bytes, tuningEvents }
    } catch (error) {
      problems.push(reason('inFile', { path: showPath(path), why: reasonFor(error) }))
    }
  }
  return { newest, known, problems }
}

/** Cuts the log to so many updates, on the disk too; returns where it then ends. */
async function cutLog({ folder, log }: StoredRun, updates: number): Promise<number> {
  const last = log.ends.findLast((end) => end.updates <= updates)
  const { first } = log
  const [whole, end] = [last?.updates ?? first, last?.bytes ?? logHeader().length]
  // The batch that the cut goes through is written anew, as far as it stands.
  const rest =
    updates > whole
      ? logBatch(
          whole,
          mapColumns((name) => log.columns[name].slice(whole - first, updates - first)),
        )
      : new Uint8Array()
  if (log.ends.length === 0 && log.problem !== null) await replaceFile(join(folder, LOG), logHeader())
  else await appendAt(join(folder, LOG), end, [rest])
  return end + rest.length
}
