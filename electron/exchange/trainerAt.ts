import { setImmediate } from 'node:timers/promises'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { TuningEvent } from '../../core/contract/run'
import { showPath } from '../../core/text/foreign'
import type { SavedRun } from '../../core/train/checkpointFile'
import { readCheckpoint, resumeFrom } from '../../core/train/checkpointFile'
import { train } from '../../core/train/train'
import type { Trainer } from '../../core/train/trainer'
import { createTrainer } from '../../core/train/trainer'
import { readBytes } from '../store/files'
import { whyForeign } from '../store/ownCheckpoint'
import type { StoredRun } from '../store/runFolder'
import { checkpointPath, firstUpdateOf } from '../store/runFolder'
import { reasonFor, StoreError } from '../store/storeError'
import { ExchangeError } from './exchangeError'
import { fitKernels } from '../worker/avxRevectorization'

/** For so many milliseconds updates are made without a look at anything else. */
const SLICE_MS = 20

/**
 * The trainer of a run as it stood after `update` of its updates, recomputed to the same bits from the
 * checkpoint before them; where `update` is undefined, after those of the newest checkpoint that can be read.
 * @throws {StoreError} if the run has not made so many updates, begins behind them, or makes others now.
 */
export async function trainerAt(
  stored: StoredRun,
  update: number | undefined,
  tell: (what: Reason) => void,
): Promise<Trainer> {
  const first = firstUpdateOf(stored.run)
  const { length } = stored.log
  if (update !== undefined && (update < first || update > length)) {
    const code = first > 0 ? 'notStoodBranch' : 'notStoodAfter'
    throw new ExchangeError(reason(code, { n: update, first, made: length }))
  }
  const found = await newestCheckpoint(stored, update ?? length, tell)
  if (!found && first > 0) {
    throw new ExchangeError(reason('noReadableCheckpoint', { path: showPath(stored.folder) }))
  }
  fitKernels(stored.experiment.train.dtype)
  const trainer = createTrainer(stored.experiment)
  trainer.adoptTuningEvents(tuningOf(stored, found?.saved ?? null))
  if (found) resumeFrom(trainer, found.bytes, [])
  await makeUpdates(trainer, update ?? trainer.progress.update, stored)
  return trainer
}

/** The newest checkpoint after at most `most` updates that can be read, or null. */
async function newestCheckpoint(
  { folder, checkpoints, log }: StoredRun,
  most: number,
  tell: (what: Reason) => void,
): Promise<{ readonly bytes: Uint8Array; readonly saved: SavedRun } | null> {
  for (const update of checkpoints.filter((each) => each <= most).reverse()) {
    const path = checkpointPath(folder, update)
    try {
      const bytes = await readBytes(path)
      const saved = readCheckpoint(bytes)
      const why = whyForeign(
        saved.checkpoint.progress,
        update,
        (at) => log.columns.loss[at - log.first] ?? null,
      )
      if (!why) return { bytes, saved }
      tell(reason('inFile', { path: showPath(path), why }))
    } catch (error) {
      const why = reasonFor(error)
      tell(error instanceof StoreError ? why : reason('inFile', { path: showPath(path), why }))
    }
  }
  return null
}

/** All that was tuned; what a checkpoint knows of it wins over a damaged list of events. */
function tuningOf({ run, events }: StoredRun, saved: SavedRun | null): TuningEvent[] {
  const listed = events.filter((event) => event.type === 'tuned').map(({ type: _, ...event }) => event)
  // What was tuned before a branch is in its experiment.
  const isOwn = saved && saved.checkpoint.progress.update > firstUpdateOf(run)
  const known = isOwn ? saved.tuningEvents : []
  return [...known, ...listed.slice(known.length)]
}

/** Makes updates until so many are made, and lets others work now and then. */
async function makeUpdates(trainer: Trainer, until: number, { folder, log }: StoredRun): Promise<void> {
  const updates = train(trainer)
  let begun = performance.now()
  while (trainer.progress.update < until) {
    const { value } = updates.next()
    const { update, loss } = value
    const known = log.columns.loss[trainer.progress.update - 1 - log.first]
    if (trainer.progress.update !== update + 1 || !Object.is(loss, known)) {
      throw new ExchangeError(
        reason('notRecomputed', {
          ...{ path: showPath(folder), update: trainer.progress.update },
          ...{ loss: String(loss), known: String(known) },
        }),
      )
    }
    if (performance.now() - begun < SLICE_MS) continue
    await setImmediate()
    begun = performance.now()
  }
}
