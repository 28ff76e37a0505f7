import type { Reason } from '../../core/contract/reasons'
import { describeReason } from '../../core/contract/reasons'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSweep } from '../../core/sweep/parse'
import { everything, withFolder } from '../store/keptRun.testing'
import { LocalThread } from '../store/localThread.testing'
import { openRunFolder } from '../store/runFolder'
import { createKeptTrials } from './keptTrials'
import { createLocalQueue } from './localQueue'
import { createMemoryTrials } from './memoryTrials'
import { namedTrials, runSweep } from './runSweep'
import type { TrialResult } from './trialResult'

function sweepOf(lrs: readonly number[], updates = 60) {
  const parsed = parseSweep({
    experiment: {
      ...{ task: { name: 'adding', seqLen: 6 }, model: { cell: 'gru', hiddenSize: 3 } },
      train: { batch: 4, updates },
    },
    search: { strategy: 'grid', fields: { 'optimizer.lr': lrs } },
  })
  if (!parsed.ok) throw new Error('no sweep')
  return parsed.value
}

interface Options {
  /** Null: nothing is kept. */
  readonly data: string | null
  readonly out?: string
  readonly atOnce?: number
  /** The thread of the trial with this learning rate breaks down. */
  readonly breaks?: number
  /** After so many results it is stopped. */
  readonly stopAfter?: number
  /** Once a trial has made so many updates the sweep is stopped; it makes 200 a second. */
  readonly stopAt?: number
}

/** Runs a sweep with threads that train for real; resolves with its results in the order they were told. */
async function run(sweep: ReturnType<typeof sweepOf>, options: Options) {
  const { data, out, atOnce = 2, breaks, stopAfter = Infinity, stopAt = Infinity } = options
  let numThreads = 0
  const told: string[] = []
  const spawn = (start: ConstructorParameters<typeof LocalThread>[0]) => {
    numThreads++
    const thread = new LocalThread(stopAt < Infinity ? { ...start, speed: 200 } : start)
    if (start.experiment.optimizer.lr === breaks)
      setImmediate(() => thread.emit('error', new Error('out of order')))
    return thread
  }
  const place = { version: '1', tell: (why: Reason) => void told.push(describeReason(why)), pace: everything }
  const trainer =
    data === null
      ? createMemoryTrials(spawn)
      : createKeptTrials(spawn, { ...place, data, ...(out === undefined ? {} : { out }) })
  const results: [string, TrialResult][] = []
  const running = runSweep(sweep, namedTrials(sweep.trials), {
    name: 'rates',
    listener: {
      progressed: (_, update) => update >= stopAt && running.stop('a test'),
      result(trial, result) {
        results.push([trial.id, result])
        if (results.length === stopAfter) running.stop('a test')
      },
    },
    queue: (listener) => createLocalQueue({ most: atOnce, trainer, listener }),
  })
  await running.finished
  return { results, numThreads, told }
}

describe('a sweep', () => {
  it('comes to the same results in the same order, on any number of threads, kept or not', () =>
    withFolder(async (data) => {
      const sweep = sweepOf([0.001, 0.1, 0.01])
      const { results } = await run(sweep, { data: null, atOnce: 1 })
      expect(results.map(([id]) => id)).toEqual(namedTrials(sweep.trials).map(({ id }) => id))
      expect(new Set(results.map(([, { loss }]) => loss)).size).toBe(3)
      expect((await run(sweep, { data: null, atOnce: 3 })).results).toEqual(results)
      expect((await run(sweep, { data, atOnce: 2 })).results).toEqual(results)
    }))

  it('keeps each trial as a run by its id that says which sweep it is of', () =>
    withFolder(async (data) => {
      const sweep = sweepOf([0.001, 0.1])
      const { results } = await run(sweep, { data })
      expect((await readdir(join(data, 'runs'))).sort()).toEqual(results.map(([id]) => id).sort())
      const [id, { loss }] = results[1]!
      const stored = await openRunFolder(join(data, 'runs', id))
      expect(stored).toMatchObject({ status: 'done', problems: [], run: { id } })
      expect(stored.run.group).toEqual({
        ...{ kind: 'sweep', name: 'rates', fields: { 'optimizer.lr': 0.1 } },
        id: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      })
      expect(stored.log.columns.loss.at(-1)).toBe(loss)
      // As it was written: how many threads computed it is no matter of the experiment.
      expect(stored.experiment.train.threads).toBeNull()
    }))

  it('that has ended is told of again without training anything', () =>
    withFolder(async (data) => {
      const sweep = sweepOf([0.001, 900])
      const first = await run(sweep, { data })
      const again = await run(sweep, { data })
      expect([again.results, again.numThreads]).toEqual([first.results, 0])
    }))

  it('that was stopped goes on: what is half done is resumed, what is done is taken, to the same bits', () =>
    withFolder(async (data) => {
      const sweep = sweepOf([0.001, 0.02, 0.03], 1000)
      const whole = await run(sweep, { data: null })
      await run(sweep, { data, atOnce: 1, stopAfter: 1 })
      await run(sweep, { data, stopAt: 20 })
      const ids = await readdir(join(data, 'runs'))
      const stored = await Promise.all(ids.map((id) => openRunFolder(join(data, 'runs', id))))
      expect(stored.some(({ status, log }) => status === 'stopped' && log.length > 0)).toBe(true)
      expect(stored.some(({ status }) => status === 'done')).toBe(true)
      const { results, told } = await run(sweep, { data })
      expect([results, told]).toEqual([whole.results, []])
    }))

  it('leaves no lock, no half-made folder and no thread where it was stopped', () =>
    withFolder(async (data) => {
      await run(sweepOf([0.001, 0.02, 0.03, 0.04], 5000), { data, stopAt: 10 })
      for (const id of await readdir(join(data, 'runs'))) {
        const { status, log, problems } = await openRunFolder(join(data, 'runs', id))
        expect([status, log.length > 0, problems]).toEqual(['stopped', true, []])
      }
    }))

  it('with a folder of its own keeps its trials there, and the catalog lists them', () =>
    withFolder(async (folder) => {
      const [data, out] = [join(folder, 'data'), join(folder, 'some', 'where')]
      const { results } = await run(sweepOf([0.001]), { data, out })
      const [id] = results[0]!
      expect(await readdir(out)).toEqual([id])
      expect((await openRunFolder(join(data, 'runs', id))).run.id).toBe(id)
      expect((await run(sweepOf([0.001]), { data, out })).numThreads).toBe(0)
    }))

  it('does not take the folder of another experiment for a trial', () =>
    withFolder(async (data) => {
      const sweep = sweepOf([0.001])
      const { results } = await run(sweep, { data })
      const path = join(data, 'runs', results[0]![0], 'experiment.json')
      await writeFile(path, (await readFile(path, 'utf8')).replace('0.001', '0.002'))
      await expect(run(sweep, { data })).rejects.toThrow('holds another experiment than that of its id')
    }))

  it('does not train what another process trains', () =>
    withFolder(async (data) => {
      const sweep = sweepOf([0.001], 50)
      await run(sweep, { data, stopAt: 5 })
      const lock = join(data, 'runs', namedTrials(sweep.trials)[0]!.id, 'lock')
      await writeFile(lock, JSON.stringify({ pid: 7, host: 'elsewhere', boot: null, began: null }))
      await expect(run(sweep, { data })).rejects.toThrow('is being trained by process 7 on elsewhere')
    }))

  it('goes on with the others where the thread of one breaks down, and tries that again another time', () =>
    withFolder(async (data) => {
      const sweep = sweepOf([0.001, 0.02, 0.03])
      const broken = await run(sweep, { data, breaks: 0.02 })
      expect(broken.results.map(([, { status }]) => status)).toEqual(['done', 'failed', 'done'])
      expect(broken.results[1]![1].message).toContain('out of order')
      const whole = await run(sweep, { data: null })
      expect(await run(sweep, { data })).toMatchObject({ results: whole.results, numThreads: 1 })
    }))

  it('ends where a trial has no place to be kept, and says why', () =>
    withFolder(async (data) => {
      await writeFile(join(data, 'runs'), '')
      await expect(run(sweepOf([0.001]), { data })).rejects.toThrow(`cannot make ${join(data, 'runs')}: `)
      const { id } = namedTrials(sweepOf([0.001]).trials)[0]!
      await mkdir(join(data, 'out', id), { recursive: true })
      await writeFile(join(data, 'out', id, 'mine'), '')
      await expect(run(sweepOf([0.001]), { data, out: join(data, 'out') })).rejects.toThrow('is not empty')
    }))
})
