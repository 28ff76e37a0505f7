import type { Connection } from './connection'
import type { Jobs } from './jobs'
import { openJobs } from './jobs'
import { CONTROL } from './protocol'
import { writeSweep } from './sweepState'

/** Trials that are taken away or looked at with one command. */
const BATCH = 500
/** So long the end of trials that train elsewhere is waited for, and so often it is looked for. */
const PATIENCE_MS = 20_000
const LOOK_MS = 100

/** A sweep as the server remembers it. */
export interface ServedSweep {
  readonly id: string
  /** For people. */
  readonly name: string
  readonly numTrials: number
}

/** Takes trials of a sweep away that wait, and has those end that train. */
export async function takeBack(
  { redis }: Connection,
  jobs: Jobs,
  sweepId: string,
  ids: readonly string[],
): Promise<void> {
  for (let i = 0; i < ids.length; i += BATCH) await jobs.remove(ids.slice(i, i + BATCH))
  await redis.publish(CONTROL, JSON.stringify({ stop: sweepId }))
  const end = performance.now() + PATIENCE_MS
  for (let i = 0; i < ids.length; i += BATCH) {
    const some = ids.slice(i, i + BATCH)
    while ((await jobs.look(some)).some(({ is }) => is === 'open')) {
      if (performance.now() > end) return
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}

/** Ends a sweep for everybody: what its trials have learned is kept, and they can be gone on with. */
export async function withdrawSweep(
  connection: Connection,
  engine: string,
  { id, name, numTrials }: ServedSweep,
  ids: readonly string[],
): Promise<void> {
  const jobs = await openJobs(connection, engine, null)
  await writeSweep(connection.redis, id, { name, numTrials, status: 'withdrawn' })
  await takeBack(connection, jobs, id, ids).finally(() => jobs.close())
}
