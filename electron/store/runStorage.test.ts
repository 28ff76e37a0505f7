import type { Reason } from '../../core/contract/reasons'
import { describeReason } from '../../core/contract/reasons'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Experiment } from '../../core/experiment/experiment'
import type { Result } from '../../core/contract/result'
import { experimentSchema } from '../../core/experiment/schema'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { ObedientThread } from '../runs/obedientThread.testing'
import type { Run } from '../runs/run'
import type { RecomputeProgress } from '../runs/runHost'
import { createRunCatalog } from '../runs/runCatalog'
import { createMemoryLog } from '../runs/runLog'
import { runsIn } from './catalog'
import { everything, goOn, lockElsewhere, smallExperiment, withFolder } from './keptRun.testing'
import { LocalThread } from './localThread.testing'
import { openDiagnostics } from './diagnosticsFile'
import { openRunIn } from './openRun'
import { checkpointPath, checkpointsIn, openRunFolder } from './runFolder'
import { createRunStorage } from './runStorage'
import { csvOf } from '../exchange/csv'
import type { Thread, WorkerStart } from '../worker/messages'

/** The runs of an app whose data lie in a folder. */
function setUp(
  data: string,
  mostTraining = 1,
  spawn: (start: WorkerStart) => Thread = (start) => new LocalThread(start),
) {
  const told: string[] = []
  const tell = (why: Reason) => void told.push(describeReason(why))
  const starts: WorkerStart[] = []
  const branching: RecomputeProgress[] = []
  const recomputing: RecomputeProgress[] = []
  const catalog = createRunCatalog({
    spawn(start) {
      starts.push(start)
      return spawn(start)
    },
    createLog: createMemoryLog,
    storage: createRunStorage({ data, version: '1.2.3', tell, pace: everything }),
    mostTraining,
    listeners: [
      {
        branching: (_, { made, planned }) => void branching.push({ made, planned }),
        recomputing: (_, { made, planned }) => void recomputing.push({ made, planned }),
      },
    ],
  })
  return {
    catalog,
    told,
    /** What every thread was started with, in their order. */
    starts,
    /** What was told of updates that were made again for branches. */
    branching,
    /** The same for what a window looks at. */
    recomputing,
    async start(experiment: Experiment, speed: number | null = null): Promise<Run> {
      return valueOf(await catalog.start({ experiment, speed, paused: false, views: [] }))
    },
    open: async (folder: string) => catalog.open(await openRunIn(folder, { tell, pace: everything })),
  }
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

const PATIENCE_MS = 10_000

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const begun = performance.now()
  while (!(await condition())) {
    if (performance.now() - begun > PATIENCE_MS) throw new Error('it never becomes so')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const isResting = ({ state, host }: Run) => state.status !== 'running' && !host.hasThread
const folderOf = (data: string, { runId }: Run) => join(runsIn(data), runId)
const lossesOf = (experiment: Experiment) => [...train(createTrainer(experiment))].map(({ loss }) => loss)

describe('a run that is started', () => {
  it('is kept in a folder of its own, and holds no thread when it is over', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const experiment = smallExperiment({ updates: 60 })
      const run = await start(experiment)
      await until(() => isResting(run))
      const kept = await openRunFolder(folderOf(data, run))
      expect(kept).toMatchObject({ status: 'done', problems: [], run: { id: run.runId, app: '1.2.3' } })
      expect([...kept.log.columns.loss]).toEqual(lossesOf(experiment))
      expect([...run.log.read(0, 60).loss]).toEqual(lossesOf(experiment))
      expect([...run.log.read(20, 7).lr]).toEqual([...kept.log.columns.lr.subarray(20, 27)])
      await catalog.dispose()
    }))

  it('gets a thread again when an update of it is opened, and lets it go of the same bits', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const run = await start(smallExperiment({ updates: 1_000_000 }), 1000)
      await until(() => run.log.length > 20)
      await run.host.pause()
      const live = valueOf(await run.host.inspectUpdate(12))
      await run.host.stop()
      await until(() => isResting(run))
      expect(valueOf(await run.host.inspectUpdate(12))).toEqual(live)
      expect([run.state.status, run.host.hasThread]).toEqual(['stopped', true])
      const last = valueOf(await run.host.inspectNext())
      expect(last.update).toBe(run.state.update - 1)
      await catalog.dispose()
    }))

  it('leaves no folder where its network is never built', () =>
    withFolder(async (data) => {
      const { catalog } = setUp(data)
      const starting = catalog.start({
        experiment: smallExperiment(),
        ...{ speed: null, paused: false, views: [], checkpoints: [new Uint8Array(3)] },
      })
      expect(await starting).toMatchObject({ ok: false, error: { code: 'workerFailed' } })
      expect(await readdir(runsIn(data))).toEqual([])
    }))

  it('trains all the same where its folder cannot be made, which is told', () =>
    withFolder(async (data) => {
      await writeFile(join(data, 'runs'), 'no folder')
      const { start, catalog, told } = setUp(data)
      const run = await start(smallExperiment({ updates: 40 }))
      await until(() => run.state.status === 'done' && told.length > 0)
      expect(told[0]).toContain('runs')
      expect((await run.host.inspectUpdate(3)).ok).toBe(true)
      await catalog.dispose()
    }))
})

describe('a run whose folder is taken away while it trains', () => {
  it('waits for it, is not forgotten, and goes on when it is there again', () =>
    withFolder(async (data) => {
      const { start, catalog, told } = setUp(data)
      const run = await start(smallExperiment({ updates: 1_000_000 }), 1000)
      await until(() => run.log.length > 10)
      const [here, away] = [folderOf(data, run), join(data, 'away')]
      // Not before it is there.
      await until(() =>
        rename(here, away).then(
          () => true,
          () => false,
        ),
      )
      await until(() => run.state.status === 'paused')
      await catalog.forget(run.runId)
      expect(catalog.list()).toEqual([run])
      const { update } = run.state
      await rename(away, here)
      await until(() => run.state.update > update)
      expect(told).toHaveLength(2)
      await run.host.stop()
      await until(() => isResting(run))
      expect((await openRunFolder(here)).log.length).toBe(run.state.update)
      await catalog.forget(run.runId)
      expect(catalog.list()).toEqual([])
      await catalog.dispose()
    }))
})

describe('a run that waits for its turn', () => {
  it('is paused where another process has taken it when it comes', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const experiment = smallExperiment({ updates: 1_000_000 })
      const other = await start(experiment, 1000)
      await until(() => other.log.length > 5)
      await catalog.shelve(other.runId)
      await until(() => isResting(other))
      const training = await start(experiment, 1000)
      await other.host.resume()
      expect(other.state.status).toBe('queued')
      await lockElsewhere(folderOf(data, other))
      await training.host.stop()
      await until(() => other.state.status === 'paused')
      await catalog.dispose()
    }))
})

describe('a run that is set aside', () => {
  it('rests without a thread and is nobody’s, and goes on to the same bits', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const experiment = smallExperiment({ updates: 300 })
      const run = await start(experiment, 1000)
      await until(() => run.log.length > 10)
      await run.host.tune({ lr: 0.03 })
      await catalog.shelve(run.runId)
      await until(() => isResting(run))
      const paused = await openRunFolder(folderOf(data, run))
      expect([paused.status, paused.log.length]).toEqual(['paused', run.state.update])

      await catalog.unshelve(run.runId)
      run.setSpeed(null)
      await run.host.resume()
      await until(() => isResting(run) && run.state.status === 'done')
      const whole = createTrainer(experiment)
      whole.adoptTuningEvents(run.summary().tuningEvents)
      expect([...run.log.read(0, 300).loss]).toEqual([...train(whole)].map(({ loss }) => loss))
      const kept = await openRunFolder(folderOf(data, run))
      expect(kept.log.columns.loss).toEqual(run.log.read(0, 300).loss)
      expect(kept.events.map(({ type }) => type)).toEqual(['tuned', 'paused', 'resumed', 'done'])
      await catalog.dispose()
    }))

  it('does not go on where it was trained elsewhere meanwhile', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const run = await start(smallExperiment({ updates: 120 }), 1000)
      await until(() => run.log.length > 10)
      await catalog.shelve(run.runId)
      await until(() => isResting(run))
      await (await goOn(folderOf(data, run))).over()
      expect(await run.host.resume()).toMatchObject({
        error: { code: 'inUse', message: expect.stringContaining('trained elsewhere meanwhile') },
      })
      expect((await openRunFolder(folderOf(data, run))).status).toBe('done')
      await catalog.dispose()
    }))
})

describe('stepping back', () => {
  it('takes the newest update back, of which everything is gone, and goes on to the same bits', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const experiment = smallExperiment({ updates: 80 })
      const run = await start(experiment, 1000)
      run.host.setWatched(true)
      await until(() => run.log.length > 12)
      expect(await run.host.stepBack()).toMatchObject({ ok: false })
      await run.host.pause()
      const { update } = run.state
      const numClipped = () => run.summary().clippedShare * run.state.update
      const wereClipped = numClipped()
      for (const left of [update - 1, update - 2]) {
        expect(await run.host.stepBack()).toEqual({ ok: true, value: { status: 'paused', update: left } })
        expect([run.log.length, run.newestSample?.update]).toEqual([left, left - 1])
      }
      const kept = await openRunFolder(folderOf(data, run))
      const all = [...train(createTrainer(experiment))]
      const gone = all.slice(update - 2, update).filter((each) => each.gradNormClipped < each.gradNorm)
      expect(numClipped()).toBeCloseTo(wereClipped - gone.length)
      expect([kept.log.length, kept.status, kept.problems]).toEqual([update - 2, 'paused', []])
      expect(kept.checkpoints.every((each) => each <= update - 2)).toBe(true)
      run.setSpeed(null)
      await run.host.resume()
      await until(() => run.state.status === 'done' && isResting(run))
      expect([...run.log.read(0, 80).loss]).toEqual(lossesOf(experiment))

      expect(await run.host.stepBack()).toEqual({ ok: true, value: { status: 'paused', update: 79 } })
      await run.host.resume()
      await until(() => run.state.status === 'done' && isResting(run))
      expect([...run.log.read(0, 80).loss]).toEqual(lossesOf(experiment))
      await catalog.dispose()
    }))

  it('shows what is left, also to a window that asks while a thread is on its way', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      const experiment = smallExperiment({ updates: 60 })
      const trained = await first.start(experiment)
      await until(() => isResting(trained))
      await first.catalog.dispose()
      const { open, catalog } = setUp(data)
      const run = await open(folderOf(data, trained))
      run.host.setWatched(true)
      run.host.observe(['states'])
      for (const left of [59, 58]) {
        const stepping = run.host.stepBack()
        // The window hears of the cut, and asks for what is left.
        await until(() => run.log.length === left)
        run.host.observe(['states'])
        expect(await stepping).toEqual({ ok: true, value: { status: 'paused', update: left } })
        await until(() => run.newestObservations.length > 0)
        expect([run.newestSample?.update, run.newestObservations[0]?.update]).toEqual([left - 1, left - 1])
      }
      await run.host.resume()
      await until(() => run.state.status === 'done' && isResting(run))
      expect([...run.log.read(0, 60).loss]).toEqual(lossesOf(experiment))
      await catalog.dispose()
    }))

  it('says why no update is taken back: none was made, it trains, or it is not kept', () =>
    withFolder(async (data) => {
      const { catalog, start, told } = setUp(data, 3)
      const refusal = async (run: Run) => {
        const refused = await run.host.stepBack()
        return refused.ok ? null : refused.error.message
      }
      const begun = { experiment: smallExperiment(), speed: null, paused: true, views: [] }
      const unmade = valueOf(await catalog.start(begun))
      expect(await refusal(unmade)).toBe('there is no update to take back')
      const training = await start(smallExperiment({ updates: 1_000_000 }), 1000)
      expect(await refusal(training)).toBe('the run trains: pause it before an update is taken back')

      await training.host.stop()
      // All of both is written: nothing makes the folder of runs again.
      await until(() => isResting(training) && existsSync(folderOf(data, unmade)))
      await rename(runsIn(data), join(data, 'moved'))
      await writeFile(runsIn(data), 'no folder')
      const unkept = valueOf(await catalog.start(begun))
      await until(() => told.length > 0)
      await unkept.host.step()
      expect([await refusal(unkept), unkept.summary().isKept]).toEqual([
        'the run is not kept, so that no update of it can be taken back',
        false,
      ])
      await catalog.dispose()
    }))
})

describe('a branch', () => {
  it('begins where another run stood, with settings changed, and is that run had they been tuned there', () =>
    withFolder(async (data) => {
      const { start, catalog, open } = setUp(data, 2)
      const experiment = smallExperiment({ updates: 90 })
      const parent = await start(experiment)
      await until(() => isResting(parent))
      const changed = { ...experiment, optimizer: { ...experiment.optimizer, lr: 0.07 } }
      const begun = { experiment: changed, speed: null, paused: false, views: [] }
      const branch = valueOf(await catalog.branch({ id: parent.runId, update: 40 }, begun))
      await until(() => isResting(branch) && branch.state.status === 'done')

      const whole = createTrainer(experiment)
      whole.adoptTuningEvents([{ update: 40, field: 'optimizer.lr', from: 0.02, to: 0.07 }])
      const losses = [...train(whole)].map(({ loss }) => loss)
      expect([branch.log.first, branch.log.length]).toEqual([40, 90])
      expect([...branch.log.read(0, 90).loss]).toEqual(losses.slice(40))
      expect(branch.summary().parent).toEqual({ id: parent.runId, update: 40 })
      const kept = await openRunFolder(folderOf(data, branch))
      expect(kept).toMatchObject({ status: 'done', problems: [], run: { parent: branch.summary().parent } })
      expect([...kept.log.columns.loss]).toEqual(losses.slice(40))
      expect([...csvOf(kept)].join('').split('\n')[1]).toMatch(/^40,/)

      // An update of it is opened from its own checkpoints, and it steps back as far as it began itself.
      expect(valueOf(await branch.host.inspectUpdate(41)).update).toBe(41)
      const opened = await open(folderOf(data, branch))
      expect([opened.log.first, opened.summary().parent]).toEqual([40, branch.summary().parent])
      await catalog.dispose()
    }))

  it.each(['norm', 'step'] as const)(
    'counts the updates that clip by %s as its log does: its own, while it trains, stepped back and opened again',
    (mode) =>
      withFolder(async (data) => {
        const first = setUp(data)
        const whole = smallExperiment({ updates: 60 })
        const experiment = { ...whole, clip: { mode, threshold: mode === 'norm' ? 0.1 : 0.2 } }
        const records = [...train(createTrainer(experiment))]
        const shareOf = (from: number, to: number) =>
          records.slice(from, to).filter(({ clipped }) => clipped).length / (to - from)
        // All clip and none do are told apart.
        expect(shareOf(0, 20)).not.toBe(shareOf(20, 60))
        expect(shareOf(20, 60)).toBeGreaterThan(0)

        const parent = await first.start(experiment)
        await until(() => isResting(parent))
        const begun = { experiment, speed: null, paused: false, views: [] }
        const branch = valueOf(await first.catalog.branch({ id: parent.runId, update: 20 }, begun))
        await until(() => isResting(branch) && branch.state.status === 'done')
        expect([parent, branch].map((run) => run.summary().clippedShare)).toEqual([
          shareOf(0, 60),
          shareOf(20, 60),
        ])
        await branch.host.stepBack()
        const { clippedShare, msPerUpdate } = branch.summary()
        expect(clippedShare).toBe(shareOf(20, 59))
        await first.catalog.dispose()

        const { open, catalog } = setUp(data)
        const opened = await open(folderOf(data, branch))
        expect(opened.summary()).toMatchObject({ clippedShare, msPerUpdate, threads: null })
        await opened.host.step()
        expect(opened.summary()).toMatchObject({ clippedShare: shareOf(20, 60) })
        await catalog.dispose()
      }),
  )

  it('takes a checkpoint that is kept as it is, and makes the updates behind one again where there is none', () =>
    withFolder(async (data) => {
      const { start, catalog, starts, branching } = setUp(data, 3)
      const experiment = smallExperiment({ updates: 1_000_000 })
      const parent = await start(experiment, 200)
      await until(async () => (await checkpointsIn(folderOf(data, parent))).length > 2)
      await parent.host.stop()
      await until(() => isResting(parent))
      const [first, second] = (await checkpointsIn(folderOf(data, parent))) as [number, number]
      const rest = { experiment, speed: null, paused: true, views: [] }

      const copied = valueOf(await catalog.branch({ id: parent.runId, update: second }, rest))
      expect([starts.length, branching]).toEqual([2, []])
      expect(copied.state).toEqual({ status: 'paused', update: second })
      const folder = folderOf(data, copied)
      await until(async () => (await checkpointsIn(folder)).length > 0)
      const [mine, theirs] = [folder, folderOf(data, parent)].map((each) => checkpointPath(each, second))
      expect(await readFile(mine!)).toEqual(await readFile(theirs!))

      // A damaged one is none.
      await writeFile(checkpointPath(folderOf(data, parent), second), 'no checkpoint')
      await catalog.branch({ id: parent.runId, update: second }, rest)
      expect(starts[2]).toMatchObject({ until: second, checkpoints: [expect.anything()] })
      expect(branching[0]).toEqual({ made: 0, planned: second - first })
      await catalog.dispose()
    }))

  it('is given up while it is computed, and then there is none, nor a thread', () =>
    withFolder(async (data) => {
      const { start, catalog, starts } = setUp(data)
      const parent = await start(smallExperiment({ updates: 90 }))
      await until(() => isResting(parent))
      await rm(join(folderOf(data, parent), 'checkpoints'), { recursive: true })
      const begun = { experiment: smallExperiment({ updates: 90 }), speed: null, paused: false, views: [] }
      const branching = catalog.branch({ id: parent.runId, update: 80 }, begun)
      await until(() => starts.length === 2)
      catalog.cancelBranch('another')
      catalog.cancelBranch(parent.runId)
      expect(await branching).toMatchObject({ error: { code: 'cancelled' } })
      expect(catalog.list()).toEqual([parent])
      expect((await readdir(runsIn(data))).length).toBe(1)

      const atTheEnd = catalog.branch({ id: parent.runId, update: 80 }, begun)
      await catalog.dispose()
      expect(await atTheEnd).toMatchObject({ ok: false })
    }))

  it('off a branch without a checkpoint that can be read is refused, and no update of that is opened', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const experiment = smallExperiment({ updates: 90 })
      const parent = await start(experiment)
      await until(() => isResting(parent))
      const begun = { experiment, speed: null, paused: false, views: [] }
      const branch = valueOf(await catalog.branch({ id: parent.runId, update: 40 }, begun))
      await until(() => isResting(branch) && branch.state.status === 'done')
      await rm(join(folderOf(data, branch), 'checkpoints'), { recursive: true })
      expect(await catalog.branch({ id: branch.runId, update: 60 }, begun)).toMatchObject({
        error: { code: 'unreadableFile', message: expect.stringContaining('from update 40 to 60') },
      })
      expect(await branch.host.inspectUpdate(50)).toMatchObject({
        error: { code: 'unreadableFile', message: expect.stringContaining('after update 40') },
      })
      await catalog.dispose()
    }))

  it('goes on after a rest and by another process, whatever was tuned before it', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const experiment = smallExperiment({ updates: 120 })
      const parent = await start(experiment, 1000)
      await until(() => parent.log.length > 10)
      await parent.host.tune({ lr: 0.5 })
      await parent.host.pause()
      const { update } = parent.state
      const begun = { experiment, speed: 1000, paused: false, views: [] }
      const branch = valueOf(await catalog.branch({ id: parent.runId, update }, begun))
      await catalog.shelve(branch.runId)
      await until(() => isResting(branch))
      const resumed = await goOn(folderOf(data, branch))
      await resumed.over()
      const whole = createTrainer(experiment)
      whole.adoptTuningEvents(parent.summary().tuningEvents)
      whole.adoptTuningEvents([{ update, field: 'optimizer.lr', from: 0.5, to: experiment.optimizer.lr }])
      const losses = [...train(whole)].map(({ loss }) => loss)
      const kept = await openRunFolder(folderOf(data, branch))
      expect([...kept.log.columns.loss]).toEqual(losses.slice(update))
      expect(kept.status).toBe('done')
      await catalog.dispose()
    }))

  it('is refused with another network, or after updates that were not made', () =>
    withFolder(async (data) => {
      const { start, catalog } = setUp(data)
      const experiment = smallExperiment({ updates: 30 })
      const parent = await start(experiment)
      await until(() => isResting(parent))
      const begun = { experiment, speed: null, paused: false, views: [] }
      const other = { ...experiment, model: { ...experiment.model, hiddenSize: 5 } }
      expect(
        await catalog.branch({ id: parent.runId, update: 10 }, { ...begun, experiment: other }),
      ).toMatchObject({
        error: { message: 'model.hiddenSize is 5: expected 3, as in the run that it branches from' },
      })
      const longer = { ...experiment, train: { ...experiment.train, updates: 60 } }
      expect(
        await catalog.branch({ id: parent.runId, update: 31 }, { ...begun, experiment: longer }),
      ).toMatchObject({
        error: { message: 'the run cannot be branched after 31 updates: expected from 0 to 30' },
      })
      await catalog.dispose()
    }))
})

describe('closing the app', () => {
  it('lets what trains and what waits for its turn rest, to go on at the next start with the same bits', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      const experiment = smallExperiment({ updates: 3000 })
      const training = await first.start(experiment, 1000)
      const waiting = await first.start(experiment)
      expect(waiting.state.status).toBe('queued')
      await until(() => training.log.length > 10)
      await first.catalog.dispose()

      const second = setUp(data)
      for (const { runId } of [training, waiting]) {
        const kept = await openRunFolder(join(runsIn(data), runId))
        expect(kept).toMatchObject({ status: 'paused', events: [{ type: 'paused', by: 'closing' }] })
        const run = await second.open(kept.folder)
        await run.host.resume()
        await until(() => run.state.status === 'done' && isResting(run))
        expect([...run.log.read(0, 3000).loss]).toEqual(lossesOf(experiment))
      }
      await second.catalog.dispose()
    }))

  it('waits for no thread that makes updates again', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      const { runId } = await first.start(smallExperiment({ updates: 60 }))
      await until(() => isResting(valueOf(first.catalog.get(runId))))
      await first.catalog.dispose()

      const threads: ObedientThread[] = []
      const spawn = (start: WorkerStart) => {
        const thread = new ObedientThread(start, false)
        threads.push(thread)
        return thread
      }
      for (const isThreadThere of [false, true]) {
        const { catalog, open } = setUp(data, 1, spawn)
        const run = await open(join(runsIn(data), runId))
        const opening = run.host.inspectUpdate(3)
        if (isThreadThere) await until(() => threads.length > 0)
        await catalog.dispose()
        expect(await opening).toMatchObject({ ok: false })
      }
      expect(threads.map(({ isAlive }) => isAlive)).toEqual([false])
    }))
})

describe('a run that is opened', () => {
  it('stands as it was left, shows what a window asks for, and stays the same', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      const run = await first.start(smallExperiment({ updates: 60 }))
      await until(() => isResting(run))
      const before = run.summary()
      await first.catalog.dispose()

      const { open, catalog } = setUp(data)
      const opened = await open(folderOf(data, run))
      const { baseline, numParameters, state, tuningEvents, clippedShare } = opened.summary()
      expect({ baseline, numParameters, state, tuningEvents, clippedShare }).toEqual({
        ...{ baseline: before.baseline, numParameters: before.numParameters, state: before.state },
        ...{ tuningEvents: [], clippedShare: before.clippedShare },
      })
      expect(opened.host.hasThread).toBe(false)
      // What was recorded of it is its history again.
      const flows = (recorded: Run) =>
        recorded.diagnostics.after(0).observations.map(({ update, flow }) => ({ update, flow }))
      expect(flows(opened)).toEqual(flows(run))
      expect(flows(opened).length).toBeGreaterThan(49)
      expect(await open(folderOf(data, run))).toBe(opened)
      opened.host.setWatched(true)
      opened.host.observe(['flow', 'states', 'jacobian'])
      await until(() => opened.newestSample !== null && opened.newestObservations.length > 0)
      expect(opened.newestSample!.update).toBe(59)
      expect(opened.newestObservations.map(({ update }) => update)).toEqual([59])
      expect(opened.state).toEqual(before.state)
      expect(await opened.host.resume()).toMatchObject({ error: { code: 'runEnded' } })
      await catalog.dispose()
    }))

  it('keeps a text that it is asked for after its end, to be read whenever it is opened', () =>
    withFolder(async (data) => {
      const experiment = experimentSchema.parse({
        task: { name: 'text', seqLen: 8 },
        model: { cell: 'gru', hiddenSize: 3 },
        train: { batch: 2, updates: 5, threads: 1 },
        evaluation: { outputEvery: 2 },
      })
      const first = setUp(data)
      const run = await first.start(experiment)
      await until(() => isResting(run))
      const writing = { length: 7, temperature: 0, topK: null, prompt: 'the', seed: 1 }
      valueOf(await run.host.write(writing))
      await first.catalog.dispose()

      const { open, catalog, told } = setUp(data)
      const textsOf = ({ diagnostics }: Run) =>
        diagnostics
          .after(0)
          .observations.flatMap(({ update, written }) => (written ? [{ update, ...written }] : []))
      await until(async () => {
        const { observations } = await openDiagnostics(folderOf(data, run))
        return observations.at(-1)?.written?.writing.prompt === 'the'
      })
      const texts = textsOf(await open(folderOf(data, run)))
      expect(texts.map(({ update }) => update)).toEqual([1, 3, 4])
      expect(texts.at(-1)).toMatchObject({ writing })
      expect([...texts.at(-1)!.text]).toHaveLength(7)
      expect([first.told, told]).toEqual([[], []])
      await catalog.dispose()
    }))

  it('tells how far it is where its checkpoints are gone, gives that up when told, and can be looked at again', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      const run = await first.start(smallExperiment({ updates: 60 }))
      await until(() => isResting(run))
      await first.catalog.dispose()
      await rm(join(folderOf(data, run), 'checkpoints'), { recursive: true })

      const threads: Thread[] = []
      const { open, catalog, recomputing } = setUp(data, 1, (start) => {
        threads.push(threads.length === 0 ? new ObedientThread(start, false) : new LocalThread(start))
        return threads.at(-1)!
      })
      const opened = await open(folderOf(data, run))
      const opening = opened.host.inspectUpdate(50)
      await until(() => threads.length > 0)
      // Of an experiment in which this takes minutes.
      const slow = threads[0] as ObedientThread
      slow.report({ type: 'catchingUp', made: 7, planned: 60 })
      await until(() => recomputing.length > 0)
      expect(recomputing).toEqual([{ made: 7, planned: 60 }])
      opened.host.cancelInspect()
      expect(await opening).toMatchObject({ ok: false, error: { code: 'cancelled' } })
      expect([slow.isAlive, opened.host.hasThread, opened.state.status]).toEqual([false, false, 'done'])
      expect(valueOf(await opened.host.inspectUpdate(2)).update).toBe(2)
      await catalog.dispose()
    }))

  /** A run that was stopped, and is opened by the next process. */
  async function reopenedAfterStop(data: string, experiment: Experiment) {
    const first = setUp(data)
    const run = await first.start(experiment, 1000)
    await until(() => run.log.length > 5)
    await run.host.stop()
    await until(() => isResting(run))
    await first.catalog.dispose()
    const { open, catalog } = setUp(data)
    return { run, catalog, opened: await open(folderOf(data, run)) }
  }

  it('is still stopped when a window has been shown its newest update', () =>
    withFolder(async (data) => {
      const { run, opened, catalog } = await reopenedAfterStop(data, smallExperiment({ updates: 1_000_000 }))
      opened.host.setWatched(true)
      opened.host.observe(['states'])
      await until(() => opened.newestObservations.length > 0)
      // Its thread answers one thing after the other.
      expect(valueOf(await opened.host.inspectNext()).update).toBe(run.state.update - 1)
      expect(opened.state).toEqual(run.state)
      await catalog.dispose()
    }))

  it('goes on where it had been stopped', () =>
    withFolder(async (data) => {
      const experiment = smallExperiment({ updates: 150 })
      const { opened, catalog } = await reopenedAfterStop(data, experiment)
      expect(opened.state.status).toBe('stopped')
      await opened.host.resume()
      await until(() => opened.state.status === 'done' && isResting(opened))
      expect([...opened.log.read(0, 150).loss]).toEqual(lossesOf(experiment))
      await catalog.dispose()
    }))

  it('reads as far as its log can be read when that is taken away', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      const run = await first.start(smallExperiment({ updates: 30 }))
      await until(() => isResting(run))
      await mkdir(join(data, 'away'))
      await rename(folderOf(data, run), join(data, 'away', 'run'))
      expect(run.log.read(0, 30).loss).toHaveLength(0)
      await first.catalog.dispose()
    }))
})
