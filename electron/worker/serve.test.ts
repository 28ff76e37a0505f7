import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { experimentSchema } from '../../core/experiment/schema'
import { train } from '../../core/train/train'
import { createTrainer } from '../../core/train/trainer'
import type { SpareStart, WorkerCommand, WorkerReport, WorkerStart } from './messages'
import { serve } from './serve'

const tiny = (updates: number, seed = 0) =>
  experimentSchema.parse({
    task: { name: 'adding', seqLen: 3 },
    model: { cell: 'rnn', hiddenSize: 2 },
    train: { batch: 2, updates, seed },
  })
const startOf = (updates: number, settings: Partial<WorkerStart> = {}): WorkerStart => ({
  experiment: tiny(updates),
  ...{ speed: null, paused: false, watched: false, views: [] },
  ...settings,
})
const lossesOf = (updates: number) => [...train(createTrainer(tiny(updates)))].map(({ loss }) => loss)

let channel: MessageChannel
let reports: WorkerReport[]
let heard: () => void

beforeEach(() => {
  channel = new MessageChannel()
  reports = []
  heard = () => undefined
  channel.port2.on('message', (report: WorkerReport) => {
    reports.push(report)
    heard()
  })
})
afterEach(() => {
  channel.port1.close()
})

const begin = (given: WorkerStart | SpareStart) => serve(channel.port1, given)
const send = (command: WorkerCommand) => channel.port2.postMessage(command)

/** Resolves with the first state of that kind. */
const reached = (status: string) =>
  new Promise<void>((resolve) => {
    heard = () => {
      if (reports.some((report) => report.type === 'state' && report.state.status === status)) resolve()
    }
    heard()
  })
const losses = () => reports.flatMap((report) => (report.type === 'batch' ? [...report.columns.loss] : []))

it('trains the run that its thread is started with', async () => {
  begin(startOf(5))
  await reached('done')
  expect(losses()).toEqual(lossesOf(5))
})

it('obeys the commands that come through the port', async () => {
  begin(startOf(5, { paused: true }))
  send({ type: 'step' })
  await reached('paused')
  expect(losses()).toEqual(lossesOf(1))
  send({ type: 'stop' })
  await reached('stopped')
})

it('observes only the newest views of those that were asked for while it was busy, and then goes on', async () => {
  begin(startOf(5, { paused: true, watched: true }))
  send({ type: 'step' })
  await reached('paused')
  const seen = () => reports.flatMap((report) => (report.type === 'observation' ? [report.observation] : []))
  send({ type: 'observe', views: ['memory'] })
  send({ type: 'observe', views: ['states'] })
  send({ type: 'observe', views: ['contributions'] })
  send({ type: 'step' })
  await new Promise<void>((resolve) => {
    heard = () => {
      if (seen().some(({ update, contributions }) => update === 1 && contributions)) resolve()
    }
    heard()
  })
  expect(seen().some(({ update, contributions }) => update === 0 && contributions)).toBe(true)
  expect(seen().filter(({ memory, states }) => memory ?? states)).toEqual([])
})

it('waits as a spare one for its run, whose numbers its warm-up does not touch', async () => {
  begin({ warmUp: tiny(100) })
  send({ type: 'pause' })
  send({ type: 'start', start: startOf(5) })
  await reached('done')
  expect(losses()).toEqual(lossesOf(5))
  expect(reports[0]).toEqual({ type: 'threads', threads: 1 })
})

it('warms up with fewer updates than the experiment has, and then says nothing', async () => {
  begin({ warmUp: tiny(1) })
  await new Promise((resolve) => setImmediate(resolve))
  expect(reports).toEqual([])
})

it('keeps its run when it is told of another one', async () => {
  begin(startOf(5, { paused: true }))
  send({ type: 'start', start: startOf(2) })
  send({ type: 'resume' })
  await reached('done')
  expect(losses()).toEqual(lossesOf(5))
})
