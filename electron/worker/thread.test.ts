import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { experimentSchema } from '../../core/contract/experiment'
import type { Observation } from '../../core/contract/observation'
import { observationSchema } from '../../core/contract/observation'
import { traceSchema } from '../../core/contract/trace'
import { viewNames } from '../../core/contract/views'
import { sampleSchema } from '../../core/contract/run'
import type { Mark, RunState, Sample } from '../../core/contract/run'
import type { WorkerStart } from '../../core/contract/worker'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import type { RunHost, Thread } from './runHost'
import { startRun } from './runHost'
import { assemblyScript } from '../../scripts/assemblyScript.mjs'

let folder: string
const threads: Worker[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-thread-'))
  const entry = join(import.meta.dirname, 'worker.ts')
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [assemblyScript()],
    build: { ssr: entry, outDir: folder, rolldownOptions: { output: { entryFileNames: 'worker.mjs' } } },
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

function spawn(start: WorkerStart): Thread {
  const thread = new Worker(join(folder, 'worker.mjs'), { workerData: start })
  threads.push(thread)
  return thread
}

const tiny = (updates: number) =>
  experimentSchema.parse({
    task: { name: 'adding', seqLen: 3 },
    model: { cell: 'rnn', hiddenSize: 2 },
    train: { batch: 2, updates },
  })

interface Told {
  losses: number[]
  samples: Sample[]
  observations: Observation[]
  marks: Mark[]
}

function start(updates: number, settings: Partial<WorkerStart> = {}) {
  const told: Told = { losses: [], samples: [], observations: [], marks: [] }
  let finish: (state: RunState) => void
  let begin: () => void
  const ended = new Promise<RunState>((resolve) => (finish = resolve))
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const host: RunHost = startRun(
    { experiment: tiny(updates), speed: null, paused: false, watched: true, ...settings },
    {
      ready: () => undefined,
      batch({ columns }) {
        told.losses.push(...columns.loss)
        begin()
      },
      sample: (sample) => told.samples.push(sample),
      observation: (observation) => told.observations.push(observation),
      marks: (marks) => told.marks.push(...marks),
      state: (state) => (state.status === 'running' || state.status === 'paused' ? undefined : finish(state)),
    },
    spawn,
  )
  return { host, told, ended, begun }
}

describe('a training thread', () => {
  it('gives the very losses of the bare training loop', async () => {
    const { host, told, ended } = start(300)
    const trainer = createTrainer(tiny(300))
    expect(await host.ready).toMatchObject({ ok: true, value: { numParameters: trainer.numParameters } })
    expect(await ended).toEqual({ status: 'done', update: 300, reason: 'updates' })
    expect(told.losses).toEqual([...train(trainer)].map(({ loss }) => loss))
    expect(sampleSchema.parse(told.samples.at(-1))).toMatchObject({ update: 299, seqLen: 3 })
  })

  it('pauses, steps, tunes and resumes at full speed, and stops', async () => {
    const { host, told, begun } = start(10_000_000)
    await begun
    const paused = await host.pause()
    const update = paused.ok ? paused.value.update : NaN
    expect(paused).toEqual({ ok: true, value: { status: 'paused', update } })
    expect(told.losses).toHaveLength(update)
    expect(await host.step()).toEqual({ ok: true, value: { status: 'paused', update: update + 1 } })
    const mark: Mark = { update: update + 1, field: 'optimizer.lr', from: 0.005, to: 0.1 }
    expect(await host.tune({ lr: 0.1 })).toEqual({ ok: true, value: [mark] })
    expect(await host.resume()).toMatchObject({ value: { status: 'running' } })
    expect((await host.stop()).status).toBe('stopped')
    expect(host.state.update).toBe(told.losses.length)
  })

  it('gives the same losses while every view is looked at, and pictures of the newest update', async () => {
    const { host, told, ended } = start(300, { paused: true })
    host.observe(viewNames)
    for (let i = 0; i < 3; i++) await host.step()
    await host.resume()
    await ended
    expect(told.losses).toEqual([...train(createTrainer(tiny(300)))].map(({ loss }) => loss))
    const updates = told.observations.map(({ update }) => update)
    expect(updates.slice(0, 3)).toEqual([0, 1, 2])
    expect(updates.at(-1)).toBe(299)
    for (const observation of told.observations) observationSchema.parse(observation)
    const ratios = told.observations[2]!.norms!.parameters.map(({ updateRatio }) => updateRatio)
    expect(ratios.every((ratio) => ratio > 0 && ratio < 1)).toBe(true)
  })

  it('opens one update, and goes on to the same bits', async () => {
    const { host, told } = start(20, { paused: true })
    const bare = [...train(createTrainer(tiny(20)))].map(({ loss }) => loss)
    await host.step()
    const inspected = await host.inspect()
    if (!inspected.ok) throw new Error(inspected.error.message)
    expect(traceSchema.parse(inspected.value)).toMatchObject({ update: 1, output: { loss: bare[1] } })
    expect(await host.step()).toMatchObject({ value: { status: 'paused', update: 3 } })
    expect(told.losses).toEqual(bare.slice(0, 3))
    await host.dispose()
  })

  it('can be stepped from its first update', async () => {
    const { host, told } = start(10, { paused: true })
    expect(await host.step()).toEqual({ ok: true, value: { status: 'paused', update: 1 } })
    expect(told.samples.map(({ update }) => update)).toEqual([0])
    await host.dispose()
  })

  it('that is killed leaves a run that says so', async () => {
    const { host, ended, begun } = start(10_000_000)
    await begun
    await threads.at(-1)!.terminate()
    expect(await ended).toMatchObject({ status: 'failed', error: { code: 'workerFailed' } })
    expect(host.state.status).toBe('failed')
  })

  it('that cannot build its network says why', async () => {
    const experiment = { ...tiny(1), task: { name: 'nonsense' } } as never
    const { host } = start(1, { experiment })
    const ready = await host.ready
    expect(ready).toMatchObject({ ok: false, error: { code: 'workerFailed' } })
    expect(ready.ok ? '' : ready.error.message).not.toContain('\n')
  })
})
