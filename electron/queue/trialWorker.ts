import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Job } from 'bullmq'
import { describeReason } from '../../core/contract/reasons'
import { showText } from '../../core/text/foreign'
import { reasonFor, StoreError } from '../store/storeError'
import type { TrialResult } from '../sweep/trialResult'
import type { Connection } from './connection'
import type { Answer, WorkerState } from './protocol'
import { CONTROL, controlSchema, PREFIX, progressOf, queueName } from './protocol'
import { announce, forgetGone, leave } from './workers'
import type { TrialBench, UnderWay } from './trialBench'

/*
 * A worker whose lock has run out is taken for gone: its trial waits again for anybody. It may come back and
 * end it all the same; of two answers the first counts, and they are the same.
 */
const LOCK_MS = 6000
const LOOK_FOR_GONE_MS = 3000
/** A trial whose worker goes so often takes its workers along. */
const MOST_GONE = 20

/** So often a worker says that it is there, and how far each trial is. */
const REPORT_MS = 2000

export interface TrialWorkerOptions {
  /** Version of the arithmetic. */
  readonly engine: string
  readonly name: string
  readonly threads: number
  /** What trains trials on this machine. */
  readonly bench: TrialBench
  readonly listener: {
    begun?(id: string, update: number): void
    ended?(id: string, result: TrialResult): void
    /** A trial that could not be trained here. */
    refused?(id: string, why: string): void
  }
}

/** A worker that takes trials from a queue. */
export interface TrialWorker {
  /** Takes no more, and puts those back that train. */
  stop(): Promise<void>
}

export async function startTrialWorker(
  connection: Connection,
  { engine, name, threads, bench, listener }: TrialWorkerOptions,
): Promise<TrialWorker> {
  const { UnrecoverableError, WaitingError, Worker } = await import('bullmq')
  const { redis } = connection
  const id = randomUUID()
  const training = new Map<string, { readonly group: string; readonly underWay: UnderWay }>()
  let numEnded = 0
  let isStopping = false

  async function process(job: Job<unknown, Answer>, token?: string): Promise<Answer> {
    const shown = job.id ?? ''
    try {
      const { trial, underWay } = await bench.begin(shown, job.data)
      training.set(trial.id, { group: trial.group.id, underWay })
      try {
        if (isStopping) underWay.stop('its worker')
        listener.begun?.(trial.id, underWay.update)
        say()
        const result = await withReports(job, underWay)
        if (result.status === 'stopped' && isStopping) {
          const { delivery } = await underWay.deliver(result, name)
          if (delivery.by === 'parcel')
            await job.updateData({ ...(job.data as object), from: delivery.parcel })
          await job.moveToWait(token)
          throw new WaitingError()
        }
        const answer = await underWay.deliver(result, name)
        numEnded++
        listener.ended?.(trial.id, result)
        return answer
      } finally {
        training.delete(trial.id)
        await underWay.clear()
      }
    } catch (error) {
      if (error instanceof WaitingError) throw error
      const why = describeReason(reasonFor(error))
      listener.refused?.(shown, why)
      // What is wrong with the job itself is so for every worker.
      const isJob = error instanceof StoreError && error.reason.code === 'badJob'
      throw isJob ? new UnrecoverableError(why) : new Error(showText(why, 1000))
    }
  }

  /** Tells the server how far a trial is; reports wait for each other while it is away. */
  async function withReports(job: Job<unknown, Answer>, underWay: UnderWay): Promise<TrialResult> {
    let isOnItsWay = false
    const timer = setInterval(() => {
      if (isOnItsWay) return
      isOnItsWay = true
      const { update, smoothedLoss } = underWay
      job
        .updateProgress(progressOf(update, smoothedLoss, name))
        .catch(() => undefined)
        .finally(() => (isOnItsWay = false))
    }, REPORT_MS)
    return underWay.result.finally(() => clearInterval(timer))
  }

  const worker = new Worker<unknown, Answer>(queueName(engine), process, {
    ...{ connection: redis, prefix: PREFIX, concurrency: threads, name },
    ...{ lockDuration: LOCK_MS, stalledInterval: LOOK_FOR_GONE_MS, maxStalledCount: MOST_GONE },
  })
  // The connection tells of what goes wrong with it; an answer that came too late has been given by another.
  worker.on('error', () => undefined)

  const state = (): Omit<WorkerState, 'seen'> => ({
    ...{ name, host: hostname().slice(0, 255), pid: globalThis.process.pid, engine, threads, numEnded },
    training: [...training.keys()].slice(0, 1000),
  })
  let isAnnouncing = false
  function say(): void {
    if (isAnnouncing || redis.status !== 'ready') return
    isAnnouncing = true
    announce(redis, id, state())
      .catch(() => undefined)
      .finally(() => (isAnnouncing = false))
  }
  const timer = setInterval(say, REPORT_MS)

  const control = redis.duplicate()
  control.on('error', () => undefined)
  control.on('message', (_, text) => {
    const message = parsedControl(text)
    if (!message) return
    for (const { group, underWay } of training.values()) {
      if (group === message.stop) underWay.stop('its sweep')
    }
  })
  try {
    await control.subscribe(CONTROL)
    await forgetGone(redis)
    say()
    await worker.waitUntilReady()
  } catch (error) {
    // It takes trials already, and nobody would have what it makes.
    clearInterval(timer)
    control.disconnect()
    await worker.close(true).catch(() => undefined)
    throw error
  }

  return {
    async stop() {
      isStopping = true
      clearInterval(timer)
      // What cannot be put back is taken up by others when its lock has run out.
      const closed = worker.close(redis.status !== 'ready')
      for (const { underWay } of training.values()) underWay.stop('its worker')
      await closed
      control.disconnect()
      if (redis.status === 'ready') await leave(redis, id).catch(() => 0)
    },
  }
}

function parsedControl(text: string) {
  try {
    return controlSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
