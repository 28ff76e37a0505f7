import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { succeed } from '../../core/contract/result'
import type { Run } from '../runs/run'
import { logBatch, mapColumns } from './arrowLog'
import { createFileLog } from './fileLog'
import { smallExperiment, withFolder } from './keptRun.testing'
import { openRunIn } from './openRun'
import { createRecorder } from './recorder'
import { createRunFolder } from './runFolder'

const BATCH = 1000
const UPDATES = 300_000
const columns = () => mapColumns(() => new Float64Array(BATCH).fill(0.5))
const told: unknown[] = []
const tell = (why: unknown) => void told.push(why)

/** What was collected is given back in the background. */
const LONG = { timeout: 5000 }

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
function bytesInUse(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

it('what a run that trains has logged takes at most 24 bytes an update in memory', () =>
  withFolder(async (parent) => {
    const folder = join(parent, 'run')
    const run = {
      state: { status: 'running' },
      host: { checkpoint: () => Promise.resolve(succeed(null)) },
    } as unknown as Run
    const lock = await createRunFolder(folder, { id: 'run', experiment: smallExperiment(), version: '1' })
    const log = createFileLog(join(folder, 'log.arrows'))
    const recorder = createRecorder(folder, {
      ...{ lock, log: log.end, checkpoints: [], eventBytes: 0, tuningEvents: 0 },
      ...{ wrote: log.wrote, tell, pace: { log: 2, checkpoint: Infinity, share: 1 } },
    })
    const before = bytesInUse()
    recorder.started?.(run)
    for (let first = 0; first < UPDATES; first += BATCH) {
      log.append(first, columns())
      recorder.logged?.(run, { type: 'batch', firstUpdate: first, columns: columns(), msPerUpdate: 1 })
      // Of what is not on the disk yet there is a second's worth at most.
      while (log.end.updates < first - 50 * BATCH) await new Promise((resolve) => setImmediate(resolve))
    }
    await expect.poll(() => (bytesInUse() - before) / UPDATES, LONG).toBeLessThan(24)
    await recorder.pause(run, 'person')
    expect([log.end.updates, log.read(UPDATES - 1, 1).loss[0], told]).toEqual([UPDATES, 0.5, []])
  }))

it('a run that rests holds none of its updates, and is seen without its log being read again', () =>
  withFolder(async (parent) => {
    const folder = join(parent, 'run')
    const experiment = smallExperiment({ updates: UPDATES })
    await (await createRunFolder(folder, { id: 'run', experiment, version: '1' })).release()
    for (let first = 0; first < UPDATES; first += BATCH) {
      await appendFile(join(folder, 'log.arrows'), logBatch(first, columns()))
    }
    const before = bytesInUse()
    const { keeping } = await openRunIn(folder, { tell })
    await expect.poll(() => (bytesInUse() - before) / UPDATES, LONG).toBeLessThan(2)
    expect(keeping.log.read(UPDATES - 1, 1).loss[0]).toBe(0.5)
    await rm(join(folder, 'log.arrows'))
    expect(keeping.log.overview()).toMatchObject({ length: UPDATES })
  }))
