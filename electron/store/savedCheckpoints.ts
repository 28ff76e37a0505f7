import type { KeptCheckpoint } from '../../core/contract/kept'
import { checkpointReasons } from '../../core/contract/kept'
import { progressIn, readCheckpoint } from '../../core/train/checkpointFile'
import { smoothedLoss } from '../../core/train/progress'
import type { Checkpoint } from '../worker/messages'
import { alwaysKept } from './checkpointRule'
import { readAt, readBytes } from './files'
import type { LossOf } from './ownCheckpoint'
import { whyForeign } from './ownCheckpoint'
import { checkpointPath, checkpointsIn } from './runFolder'

/** The most that a thread is given of a run's checkpoints, besides the newest: it keeps no more of them. */
const MOST_BYTES = 64 * 2 ** 20
/** In so many bytes of a checkpoint's file stands, by far, all that comes before its weights. */
const HEAD_BYTES = 2 ** 18

/** A checkpoint in a run's folder. Null where it is damaged, another run's, or gone by now. */
async function readSound(folder: string, update: number, lossOf: LossOf): Promise<Checkpoint | null> {
  try {
    const bytes = await readBytes(checkpointPath(folder, update))
    const { progress } = readCheckpoint(bytes).checkpoint
    return whyForeign(progress, update, lossOf) === null ? { update, bytes } : null
  } catch {
    return null
  }
}

/**
 * Checkpoints of a run, rising: the newest that can be read, and of those before it as many as are of use.
 * Without one that cannot be read, the updates behind the one before it are made again.
 */
export async function readCheckpoints(folder: string, lossOf: LossOf): Promise<Checkpoint[]> {
  const read: Checkpoint[] = []
  let total = 0
  for (const update of (await checkpointsIn(folder)).reverse()) {
    const checkpoint = await readSound(folder, update, lossOf)
    if (!checkpoint || (read.length > 0 && total + checkpoint.bytes.length > MOST_BYTES)) continue
    total += checkpoint.bytes.length
    read.unshift(checkpoint)
  }
  return read
}

/** The newest checkpoint of a run after more than `after` and at most `upTo` updates that can be read. */
export async function readNewest(
  folder: string,
  lossOf: LossOf,
  after: number,
  upTo = Infinity,
): Promise<Checkpoint | null> {
  const updates = (await checkpointsIn(folder)).filter((update) => update > after && update <= upTo)
  for (const update of updates.reverse()) {
    const checkpoint = await readSound(folder, update, lossOf)
    if (checkpoint) return checkpoint
  }
  return null
}

/** Of which of its updates a run keeps checkpoints, rising, and why. One that cannot be read is left out. */
export async function listCheckpoints(folder: string): Promise<KeptCheckpoint[]> {
  const found = await Promise.all((await checkpointsIn(folder)).map((update) => lossAt(folder, update)))
  const all = found.filter((each) => each !== null)
  const always = alwaysKept(all)
  return all.map((each) => ({
    update: each.update,
    reasons: checkpointReasons.filter((reason) => always?.[reason] === each),
  }))
}

async function lossAt(folder: string, update: number): Promise<{ update: number; loss: number } | null> {
  try {
    const progress = progressIn(await readAt(checkpointPath(folder, update), 0, HEAD_BYTES))
    return progress.update === update ? { update, loss: smoothedLoss(progress) } : null
  } catch {
    return null
  }
}
