import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Experiment } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import { observationSchema } from '../../core/contract/observation'
import { traceSchema } from '../../core/contract/trace'
import { viewNames } from '../../core/contract/views'
import type { TuningEvent } from '../../core/contract/run'
import { sampleSchema } from '../../core/contract/run'
import type { WorkerStart } from '../worker/messages'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import { chooseThreads } from '../worker/helpers'
import { startRecorded, tiny, wide } from './thread.testing'
import { assemblyScript } from '../../scripts/assemblyScript.mjs'

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-thread-'))
  const entry = join(import.meta.dirname, '../worker/worker.ts')
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [assemblyScript()],
    // Beside it there are no packages.
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      reportCompressedSize: false,
      rolldownOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

const spawn = (start: WorkerStart): Worker => new Worker(join(folder, 'worker.mjs'), { workerData: start })

/** A training thread whose own threads are made by `helper`, a function of what they are made of. */
function spawnWith(helper: string): (start: WorkerStart) => Worker {
  const program = `
    const threads = require('node:worker_threads')
    const make = (${helper})(threads.Worker)
    threads.Worker = function (program, options) { return make(program, options) }
    require('node:module').syncBuiltinESMExports()
    import(${JSON.stringify(pathToFileURL(join(folder, 'worker.mjs')).href)})`
  return (start) => new Worker(program, { eval: true, workerData: start })
}

const start = (updates: number, settings: Partial<WorkerStart> = {}, make = spawn) =>
  startRecorded(updates, settings, make)

/** The losses of a run of the bare training loop. */
const lossesOf = (experiment: Experiment): number[] =>
  [...train(createTrainer(experiment))].map(({ loss }) => loss)

const wideLosses = lossesOf(wide(12, null))

describe('a training thread', () => {
  it('gives the very losses of the bare training loop', async () => {
    const { host, reports, ended } = start(300)
    const trainer = createTrainer(tiny(300))
    expect(await host.ready).toMatchObject({ ok: true, value: { numParameters: trainer.numParameters } })
    expect(await ended).toEqual({ status: 'done', update: 300, reason: 'updates' })
    expect(reports.losses).toEqual(lossesOf(tiny(300)))
    expect(sampleSchema.parse(reports.samples.at(-1))).toMatchObject({ update: 299, seqLen: 3 })
  })

  it('pauses, steps, tunes and resumes at full speed, and stops', async () => {
    const { host, reports, begun } = start(10_000_000)
    await begun
    const paused = await host.pause()
    const update = paused.ok ? paused.value.update : NaN
    expect(paused).toEqual({ ok: true, value: { status: 'paused', update } })
    expect(reports.losses).toHaveLength(update)
    expect(await host.step()).toEqual({ ok: true, value: { status: 'paused', update: update + 1 } })
    const event: TuningEvent = { update: update + 1, field: 'optimizer.lr', from: 0.005, to: 0.1 }
    expect(await host.tune({ lr: 0.1 })).toEqual({ ok: true, value: [event] })
    expect(await host.resume()).toMatchObject({ value: { status: 'running' } })
    expect((await host.stop()).status).toBe('stopped')
    await host.dispose()
    expect(host.state.update).toBe(reports.losses.length)
  })

  it('gives the same losses while every view is observed, and observations of the newest update', async () => {
    const { host, reports, ended } = start(300, { paused: true })
    host.observe(viewNames)
    for (let i = 0; i < 3; i++) await host.step()
    await host.resume()
    await ended
    expect(reports.losses).toEqual(lossesOf(tiny(300)))
    const updates = reports.observations.map(({ update }) => update)
    expect(updates.slice(0, 3)).toEqual([0, 1, 2])
    expect(updates.at(-1)).toBe(299)
    for (const observation of reports.observations) observationSchema.parse(observation)
    const ratios = reports.observations[2]!.norms!.parameters.map(({ updateRatio }) => updateRatio)
    expect(ratios.every((ratio) => ratio > 0 && ratio < 1)).toBe(true)
  })

  it('opens one update, and goes on to the same bits', async () => {
    const { host, reports } = start(20, { paused: true })
    const bare = lossesOf(tiny(20))
    await host.step()
    const inspected = await host.inspectNext()
    if (!inspected.ok) throw new Error(inspected.error.message)
    expect(traceSchema.parse(inspected.value)).toMatchObject({ update: 1, output: { loss: bare[1] } })
    expect(await host.step()).toMatchObject({ value: { status: 'paused', update: 3 } })
    expect(reports.losses).toEqual(bare.slice(0, 3))
    await host.dispose()
  })

  it('opens updates of the past while its run goes on, is tuned and stopped, and gives the bits of the bare loop', async () => {
    const experiment = { ...wide(10_000_000, 2), clip: { mode: 'norm' as const, threshold: 1 } }
    const { host, reports, begun } = start(1, { experiment, speed: 200 })
    const inspect = async (update: number) => {
      const inspected = await host.inspectUpdate(update)
      if (!inspected.ok) throw new Error(inspected.error.message)
      expect(traceSchema.parse(inspected.value)).toMatchObject({
        update,
        output: { loss: reports.losses[update] },
      })
    }
    await begun
    await inspect(0)
    const tuned = await host.tune({ lr: 0.02, clipThreshold: 0.1 })
    const at = tuned.ok ? tuned.value[0]!.update : NaN
    await host.step()
    await inspect(at)
    await host.resume()
    expect(host.state.status).toBe('running')
    await inspect(Math.floor(at / 2))
    expect(host.state.status).toBe('running')
    expect(await host.inspectUpdate(10_000_000)).toMatchObject({
      ok: false,
      error: { code: 'invalidRequest' },
    })
    expect((await host.stop()).status).toBe('stopped')
    await inspect(reports.losses.length - 1)
    await inspect(at)
    await host.dispose()

    const trainer = createTrainer(experiment)
    const bare: number[] = []
    for (const { update, loss } of train(trainer)) {
      bare.push(loss)
      if (update + 1 === at) trainer.tune({ lr: 0.02, clipThreshold: 0.1 })
      if (bare.length === reports.losses.length) break
    }
    expect(reports.losses).toEqual(bare)
  })

  it('opens the update in which its run diverged, with what is not finite in it', async () => {
    const experiment = experimentSchema.parse({
      task: { name: 'adding', seqLen: 20 },
      model: { cell: 'residual' },
      optimizer: { name: 'sgd', lr: 0.1 },
      clip: { mode: 'none' },
    })
    const { host, ended } = start(1, { experiment })
    const state = await ended
    if (state.status !== 'diverged') throw new Error(`it should diverge, but is ${state.status}`)
    const inspected = await host.inspectUpdate(state.update)
    if (!inspected.ok) throw new Error(inspected.error.message)
    expect(traceSchema.parse(inspected.value)).toMatchObject({ update: state.update, optimizer: null })
    await host.dispose()
  })

  it('with a time limit ends by the clock of its host, which stands still while the process does', async () => {
    const experiment = tiny(10_000_000)
    // Far longer than this test may take by any other clock.
    experiment.train.stop.seconds = 600
    const awakeMs = new Int32Array(new SharedArrayBuffer(4))
    const { reports, ended, begun } = start(1, { experiment }, (settings) => spawn({ ...settings, awakeMs }))
    await begun
    expect(reports.losses.length).toBeGreaterThan(0)
    const timer = setInterval(() => Atomics.add(awakeMs, 0, 10_000))
    expect(await ended).toMatchObject({ status: 'done', reason: 'seconds' })
    clearInterval(timer)
    expect(awakeMs[0]).toBeGreaterThanOrEqual(600_000)
  })

  it('can be stepped from its first update', async () => {
    const { host, reports } = start(10, { paused: true })
    expect(await host.step()).toEqual({ ok: true, value: { status: 'paused', update: 1 } })
    expect(reports.samples.map(({ update }) => update)).toEqual([0])
    await host.dispose()
  })

  it('shares what is computed in float64 too, with the bits of one thread', async () => {
    const float32 = wide(4, 2)
    const experiment = { ...float32, train: { ...float32.train, dtype: 'float64' as const } }
    const { reports, ended } = start(4, { experiment })
    await ended
    expect(reports.threads).toEqual([2])
    expect(reports.losses).toEqual(lossesOf(experiment))
  })
})

// These wait for other threads, the longest of them 1.5 seconds: they need not wait for each other.
describe.concurrent('a training thread with others', () => {
  it('stays when its run is done, and opens the last update once more', async () => {
    const experiment = wide(12, 2)
    const { host, thread, reports, ended } = start(12, { experiment })
    await ended
    const inspected = await host.inspectUpdate(11)
    if (!inspected.ok) throw new Error(inspected.error.message)
    expect(traceSchema.parse(inspected.value)).toMatchObject({
      update: 11,
      output: { loss: reports.losses[11] },
    })
    expect(await host.inspectUpdate(11)).toEqual(inspected)
    await host.dispose()
    expect(thread.threadId).toBe(-1)
  })

  it('lets its helpers go when the run is done', async () => {
    const reportsExit = spawnWith(`(Worker) => (program, options) => {
      const helper = new Worker(program, options)
      helper.on('exit', (exitCode) => threads.parentPort.postMessage({ type: 'helperGone', exitCode }))
      return helper
    }`)
    const { host, thread, ended } = start(10, { experiment: wide(10, 2) }, reportsExit)
    const gone = new Promise((resolve) => {
      thread.on('message', (report: { type: string }) => report.type === 'helperGone' && resolve(report))
    })
    await ended
    expect(await gone).toEqual({ type: 'helperGone', exitCode: 0 })
    await host.dispose()
  })

  it.each([1, 2, 3, null])('gives the losses of the bare loop with %s threads', async (threads) => {
    const { reports, ended } = start(12, { experiment: wide(12, threads) })
    expect(await ended).toMatchObject({ status: 'done', update: 12 })
    expect(reports.losses).toEqual(wideLosses)
    if (threads !== null) expect(reports.threads).toEqual([threads])
    else expect(reports.threads[0]).toBe(chooseThreads({ batch: 32, hiddenSize: 72 }))
  })

  it('that is killed leaves a run that says so', async () => {
    const { host, thread, ended, begun } = start(10_000_000)
    await begun
    await thread.terminate()
    expect(await ended).toMatchObject({ status: 'failed', error: { code: 'workerFailed' } })
    expect(host.state.status).toBe('failed')
  })

  it('whose helper is killed ends as failed', async () => {
    // Kills it in the middle of the run: at the tenth turn of the training thread's event loop.
    const killed = spawnWith(`(Worker) => (program, options) => {
      const helper = new Worker(program, options)
      let turns = 0
      const next = () => (++turns < 10 ? setImmediate(next) : helper.terminate())
      helper.on('online', next)
      return helper
    }`)
    const { ended } = start(10_000_000, { experiment: wide(10_000_000, 2) }, killed)
    const state = await ended
    expect(state).toMatchObject({ status: 'failed', error: { code: 'workerFailed' } })
    expect(JSON.stringify(state)).toContain('a helper thread died: exit code 1')
  })

  it('whose helper dies with work in hand ends as failed', async () => {
    // Takes one chunk of work and goes away with it: the lower half of the first word counts those that are
    // taken.
    const thief = `
      const { memory, control } = require('node:worker_threads').workerData
      const words = new Int32Array(memory.buffer)
      for (;;) {
        const open = Atomics.load(words, control / 4)
        if ((open & 0xffff) < open >> 16 && Atomics.compareExchange(words, control / 4, open, open + 1) === open) process.exit(1)
      }`
    const robbed = spawnWith(`(Worker) => (_, options) => new Worker(${JSON.stringify(thief)}, options)`)
    const state = await start(10_000_000, { experiment: wide(10_000_000, 2) }, robbed).ended
    expect(state).toMatchObject({ status: 'failed', error: { code: 'workerFailed' } })
    expect(JSON.stringify(state)).toContain('a helper thread died with work in hand')
  })

  it('that cannot build its network says why', async () => {
    const model = { ...tiny(1).model, cell: 'nonsense' }
    const experiment = { ...tiny(1), model } as never
    const { host } = start(1, { experiment })
    const ready = await host.ready
    expect(ready).toMatchObject({ ok: false, error: { code: 'workerFailed' } })
    expect(ready.ok ? '' : ready.error.message).not.toContain('\n')
  })
})
