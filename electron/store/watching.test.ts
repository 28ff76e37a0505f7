import type { Reason } from '../../core/contract/reasons'
import { describeReason } from '../../core/contract/reasons'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../core/contract/result'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { RecordingWindow } from '../runs/window.testing'
import { createManualClock } from '../runs/manualClock.testing'
import type { Run } from '../runs/run'
import { createRunCatalog } from '../runs/runCatalog'
import { createMemoryLog } from '../runs/runLog'
import { createRunSubscriptions } from '../runs/runSubscriptions'
import {
  elsewhere,
  everything,
  goOn,
  keepRun,
  lockElsewhere,
  smallExperiment,
  withFolder,
} from './keptRun.testing'
import { LocalThread } from './localThread.testing'
import { openRunIn } from './openRun'
import { checkpointsIn } from './runFolder'
import { createRunStorage } from './runStorage'

const PATIENCE_MS = 30_000

/** Looks at a run until something is so. */
async function until(run: Run, condition: () => boolean): Promise<void> {
  const begun = performance.now()
  while (!condition()) {
    if (performance.now() - begun > PATIENCE_MS) throw new Error('it never becomes so')
    await run.look()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

/** It goes on until it is told to stop. */
const experiment = smallExperiment({ updates: 1_000_000 })

/** The losses of its first so many updates. */
function losses(count: number): number[] {
  const updates = train(createTrainer(experiment))
  return Array.from({ length: count }, () => (updates.next().value as { loss: number }).loss)
}

const lossesOf = ({ log }: Run) => [...log.read(0, log.length).loss]

/** A run that another process trains in a folder, and the app that watches it, with one window. */
async function setUp(folder: string) {
  const path = join(folder, 'run')
  const trained = await keepRun(path, experiment, 200)
  await lockElsewhere(path)
  const theirs = {
    ...trained,
    async over() {
      await trained.over()
      await letGo(path)
    },
  }
  const told: string[] = []
  const tell = (why: Reason) => void told.push(describeReason(why))
  const window = new RecordingWindow()
  const { clock, advance } = createManualClock()
  const subscriptions = createRunSubscriptions({ clock, broadcast: window.send })
  const catalog = createRunCatalog({
    spawn: (start) => new LocalThread(start),
    createLog: createMemoryLog,
    storage: createRunStorage({ data: folder, version: '1', tell, pace: everything }),
    listeners: [subscriptions],
  })
  const run = catalog.open(await openRunIn(path, { tell, pace: everything }))
  return { path, theirs, told, window, subscriptions, catalog, run, advance }
}

/** The other process ends: this one, which trains in its place, takes the lock of no other away. */
const letGo = (folder: string) => rm(join(folder, 'lock'), { force: true })

describe('a run that another process trains', () => {
  it('is watched, takes no command, and can be gone on with when that process has let it go', () =>
    withFolder(async (folder) => {
      const { theirs, catalog, run } = await setUp(folder)
      await until(run, () => run.log.length > 20)
      expect(run.summary()).toMatchObject({ state: { status: 'running' }, trainedBy: elsewhere })
      expect(run.state.update).toBe(run.log.length)
      const refused = {
        error: { code: 'inUse', message: `the run is being trained by process 7 on ${elsewhere.host}` },
      }
      const { host } = run
      for (const command of [host.pause, host.resume, host.step, host.stepBack, host.inspectNext]) {
        expect(await command()).toMatchObject(refused)
      }
      expect(await host.tune({ lr: 1 })).toMatchObject(refused)
      expect((await host.stop()).status).toBe('running')
      expect(theirs.run.state.status).toBe('running')

      await theirs.run.host.stop()
      await theirs.over()
      await until(run, () => run.trainedBy === null)
      expect(run.state).toEqual({ status: 'stopped', update: theirs.run.state.update })
      expect(run.log.length).toBe(run.state.update)
      valueOf(await run.host.resume())
      const { update } = theirs.run.state
      await until(run, () => run.log.length > update + 20)
      await run.host.stop()
      expect(lossesOf(run)).toEqual(losses(run.log.length))
      await catalog.dispose()
    }))

  it('shows a window its curves, and what it asks for of the newest update', () =>
    withFolder(async (folder) => {
      const { theirs, catalog, run, window, subscriptions, advance } = await setUp(folder)
      subscriptions.subscribe(window, run, { from: 0, views: ['states', 'flow'] })
      const seen = () => window.observations.find(({ states }) => states !== null)
      await until(run, () => {
        advance(100)
        const last = window.batches.at(-1)
        if (last) subscriptions.acknowledge(1, run.runId, last.firstUpdate + last.columns.loss.length)
        return window.batches.length > 2 && seen() !== undefined && window.names.includes('run:sample')
      })
      const all = window.batches.flatMap(({ columns }) => [...columns.loss])
      expect(all).toEqual(losses(all.length))
      // It is the update behind the newest checkpoint.
      await theirs.run.host.pause()
      expect(seen()!.update).toBeLessThan(theirs.run.state.update)
      await theirs.run.host.stop()
      await theirs.over()
      await catalog.dispose()
    }))

  it('opens its updates meanwhile, to the same bits, and no other', () =>
    withFolder(async (folder) => {
      const { theirs, catalog, run } = await setUp(folder)
      await until(run, () => run.log.length > 20)
      const early = valueOf(await run.host.inspectUpdate(3))
      await until(run, () => run.log.length > 40)
      const late = valueOf(await run.host.inspectUpdate(35))
      expect(await run.host.inspectUpdate(100_000)).toMatchObject({ ok: false })
      expect(await run.host.recompute(['histograms'], [2, 30])).toEqual({ ok: true, value: [2, 30] })
      const recomputed = run.diagnostics.after(0).observations.filter(({ histograms }) => histograms !== null)
      expect(recomputed.map(({ update }) => update)).toEqual([2, 30])
      await theirs.run.host.pause()
      expect(early).toEqual(valueOf(await theirs.run.host.inspectUpdate(3)))
      expect(late).toEqual(valueOf(await theirs.run.host.inspectUpdate(35)))
      await run.host.rest()
      expect(run.host.hasThread).toBe(false)
      await theirs.run.host.stop()
      await theirs.over()
      await catalog.dispose()
    }))

  it('can be branched off, at a kept checkpoint or between two, without a word to that process', () =>
    withFolder(async (folder) => {
      const { path, theirs, catalog, run } = await setUp(folder)
      await until(run, () => run.log.length > 40)
      const begun = { experiment, speed: null, paused: false, views: [] }
      const branch = valueOf(await catalog.branch({ id: run.runId, update: 17 }, begun))
      while (branch.log.length < 60) await new Promise((resolve) => setImmediate(resolve))
      await branch.host.stop()
      expect([...branch.log.read(0, branch.log.length).loss]).toEqual(losses(branch.log.length).slice(17))
      expect(branch.summary().parent).toEqual({ id: run.runId, update: 17 })
      const newest = (await checkpointsIn(path)).at(-1)!
      await until(run, () => run.log.length >= newest)
      const paused = { ...begun, paused: true }
      expect((await catalog.branch({ id: run.runId, update: newest }, paused)).ok).toBe(true)
      expect([theirs.run.state.status, run.trainedBy]).toEqual(['running', elsewhere])
      await theirs.run.host.stop()
      await theirs.over()
      await catalog.dispose()
    }))

  it('is watched again when another process goes on with it', () =>
    withFolder(async (folder) => {
      const { path, theirs, catalog, run, window, subscriptions } = await setUp(folder)
      await until(run, () => run.log.length > 20)
      await theirs.run.host.stop()
      await theirs.over()
      await until(run, () => run.trainedBy === null)
      subscriptions.subscribe(window, run, { from: 0, views: [] })
      const next = await goOn(path)
      await lockElsewhere(path)
      await catalog.look(run.runId)
      await until(run, () => run.trainedBy !== null && run.log.length > next.update + 20)
      expect(window.names).toContain('run:changed')
      await next.run.host.stop()
      await next.over()
      await letGo(path)
      await until(run, () => run.trainedBy === null)
      expect(run.log.length).toBe(next.run.state.update)
      expect(lossesOf(run)).toEqual(losses(run.log.length))
      await catalog.dispose()
    }))

  it('rests, with a word, where its folder is taken away, and is watched when it is back', () =>
    withFolder(async (folder) => {
      const { path, theirs, catalog, run, told } = await setUp(folder)
      await until(run, () => run.log.length > 20)
      await theirs.run.host.pause()
      await rename(path, join(folder, 'away'))
      await until(run, () => run.trainedBy === null)
      expect(run.state.status).toBe('paused')
      expect(told[0]).toContain('the folder of a run is gone')
      expect(await run.host.resume()).toMatchObject({ ok: false })
      await rename(join(folder, 'away'), path)
      await catalog.look(run.runId)
      expect(run.trainedBy).toEqual(elsewhere)
      await theirs.run.host.stop()
      await theirs.over()
      await catalog.dispose()
    }))

  it('is left alone by a closing app', () =>
    withFolder(async (folder) => {
      const { path, theirs, catalog, run } = await setUp(folder)
      await until(run, () => run.log.length > 10)
      await catalog.dispose()
      const { update } = theirs.run.state
      while (theirs.run.state.update <= update) await new Promise((resolve) => setImmediate(resolve))
      await theirs.run.host.stop()
      await theirs.over()
      await rm(path, { recursive: true })
    }))
})
