import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GroupRequest, GroupState, OpenGroup } from '../../core/contract/groups'
import type { Experiment } from '../../core/experiment/experiment'
import { parseExperiment } from '../../core/experiment/parse'
import { createMemoryLog } from '../runs/runLog'
import { createRunCatalog } from '../runs/runCatalog'
import { everything, withFolder } from '../store/keptRun.testing'
import { LocalThread } from '../store/localThread.testing'
import { openKeptRun } from '../store/openRun'
import { openRunFolder } from '../store/runFolder'
import { createRunStorage } from '../store/runStorage'
import { succeed } from '../../core/contract/result'
import type { WorkerStart } from '../worker/messages'
import { createCatalogTrials } from './catalogTrials'
import { createGroupService } from './groupService'

function experiment(updates = 30): Experiment {
  const parsed = parseExperiment({
    ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'lstm', hiddenSize: 3 } },
    train: { batch: 4, updates },
  })
  if (!parsed.ok) throw new Error('no experiment')
  return parsed.value
}

/** Groups over a catalog whose threads train for real, and the states that were told. */
function setUp(data: string) {
  const told: GroupState[] = []
  let open: readonly OpenGroup[] = []
  const heard: (() => void)[] = []
  const started: WorkerStart[] = []
  const options = { data, version: '1', tell: () => undefined, pace: everything }
  const catalog = createRunCatalog({
    spawn(start) {
      started.push(start)
      return new LocalThread(start)
    },
    createLog: createMemoryLog,
    storage: createRunStorage(options),
    mostTraining: 2,
    listeners: [
      {
        logged: (run, batch) => trials.listener.logged?.(run, batch),
        ended: (run) => trials.listener.ended?.(run),
      },
    ],
  })
  const openRun = async (runId: string) => succeed(catalog.open(await openKeptRun(data, runId, options)))
  const trials = createCatalogTrials({ catalog, data, open: openRun })
  const service = createGroupService({
    ...{ trainer: trials.trainer, most: 3 },
    changed(state) {
      told.push(state)
      heard.splice(0).forEach((hear) => hear())
    },
    keep: (kept) => void (open = kept),
  })
  async function until(holds: (state: GroupState) => boolean): Promise<GroupState> {
    for (;;) {
      const last = told.at(-1)
      if (last && holds(last)) return last
      await new Promise<void>((resolve) => heard.push(resolve))
    }
  }
  return { catalog, service, told, until, started, open: () => open }
}

const stored = (data: string, id: string) => openRunFolder(join(data, 'runs', id))
const seeds: GroupRequest = { kind: 'seeds', name: 'base', experiment: experiment(), count: 3 }

describe('a group of runs', () => {
  it('is trained in the queue of the catalog, each run kept with its group, and leaves the catalog', () =>
    withFolder(async (data) => {
      const { catalog, service, until } = setUp(data)
      const started = service.start(seeds)
      expect(started).toMatchObject({ ok: true, value: { kind: 'seeds', status: 'training', numEnded: 0 } })
      const { runIds, id } = await until(({ status }) => status === 'ended')
      for (const [seed, runId] of runIds.entries()) {
        const run = await stored(data, runId)
        expect([run.status, run.log.length, run.experiment.train.seed]).toEqual(['done', 30, seed])
        // What is kept is the experiment as it was asked for.
        expect(run.experiment.train.threads).toBeNull()
        expect(run.run.group).toEqual({ kind: 'seeds', id, name: 'base', fields: { 'train.seed': seed } })
      }
      expect(catalog.list()).toEqual([])
      await catalog.dispose()
    }))

  it('is not trained twice: what has ended is taken as it is', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      first.service.start(seeds)
      const { runIds } = await first.until(({ status }) => status === 'ended')
      const log = await readFile(join(data, 'runs', runIds[0]!, 'log.arrows'))
      const again = setUp(data)
      again.service.start(seeds)
      expect((await again.until(({ status }) => status === 'ended')).numEnded).toBe(3)
      expect(await readFile(join(data, 'runs', runIds[0]!, 'log.arrows'))).toEqual(log)
      expect(await readdir(join(data, 'runs'))).toHaveLength(3)
    }))

  it('goes on with the next start of the app, but for what has ended or was stopped', () =>
    withFolder(async (data) => {
      const first = setUp(data)
      const long: GroupRequest = { kind: 'seeds', name: 'base', experiment: experiment(4000), count: 5 }
      first.service.start(long)
      while (!first.catalog.list().some(({ log }) => log.length > 20)) await new Promise(setImmediate)
      await first.catalog.list()[0]!.host.stop()
      const { runIds } = await first.until(({ numEnded }) => numEnded === 1)
      first.service.rest()
      await first.catalog.dispose()
      expect(first.open()).toEqual([{ request: long, ended: [runIds[0]] }])

      const second = setUp(data)
      const [left] = first.open()
      expect(second.service.goOn(left!)).toMatchObject({ ok: true, value: { runIds, numEnded: 1 } })
      await second.until(({ status }) => status === 'ended')
      const runs = await Promise.all(runIds.map((id) => stored(data, id)))
      expect(runs.map(({ status }) => status)).toEqual(['stopped', 'done', 'done', 'done', 'done'])
      expect(second.open()).toEqual([])
      await second.catalog.dispose()
    }))

  it('of twins differs in one setting, and shares the curve up to where that matters', () =>
    withFolder(async (data) => {
      const { service, until, started } = setUp(data)
      service.start({ kind: 'twin', name: '', experiment: experiment(), path: 'train.updates', value: 12 })
      const { runIds } = await until(({ status }) => status === 'ended')
      const [one, other] = await Promise.all(runIds.map((id) => stored(data, id)))
      expect([one!.log.length, other!.log.length]).toEqual([30, 12])
      expect([...other!.log.columns.loss]).toEqual([...one!.log.columns.loss.subarray(0, 12)])
      // They train in step with one another, and with nobody else.
      expect(started.map(({ inStep }) => inStep?.own)).toEqual([0, 1])
      expect(started[0]!.inStep!.made).toBe(started[1]!.inStep!.made)
    }))

  it('that cannot be is refused with the field, before anything is begun', () =>
    withFolder(async (data) => {
      const { service } = setUp(data)
      const refused = (request: GroupRequest) => {
        const answer = service.start(request)
        return answer.ok ? null : answer.error.problems.map(({ path, code }) => `${path} ${code}`)
      }
      const twin = { kind: 'twin' as const, name: '', experiment: experiment() }
      expect(refused({ ...twin, path: 'optimizer.lr', value: 0.005 })).toEqual(['optimizer.lr sameValue'])
      expect(refused({ ...twin, path: 'model.gruVariant', value: 'resetBefore' })).toEqual([
        'model.gruVariant noEffect',
      ])
      const values = Array.from({ length: 1000 }, (_, i) => 0.001 + i / 1000)
      const document = {
        experiment: experiment(),
        search: {
          strategy: 'grid',
          fields: { 'optimizer.lr': values, 'model.initGain': values, 'clip.threshold': values },
        },
      }
      expect(refused({ kind: 'sweep', name: '', document })).toEqual(['search.fields tooManyTrials'])
      expect(service.list()).toEqual([])
    }))

  it('that is stopped begins none any more, and goes on to the same bits', () =>
    withFolder(async (data) => {
      const request: GroupRequest = { ...seeds, experiment: experiment(4000), count: 2 }
      const { service, catalog, until, told } = setUp(data)
      const started = service.start(request)
      const id = started.ok ? started.value.id : ''
      while (!catalog.list().some(({ state }) => state.update > 0)) await new Promise(setImmediate)
      await service.stop(id)
      expect(told.at(-1)).toMatchObject({ status: 'stopped' })
      const [first] = told.at(-1)!.runIds
      expect((await stored(data, first!)).status).toBe('stopped')
      service.start(request)
      await until(({ status }) => status === 'ended')
      const whole = await stored(data, first!)
      expect([whole.status, whole.log.length]).toEqual(['done', 4000])
      await catalog.dispose()
    }))
})
