import type { Connection } from './connection'
import type { TrialJob } from './protocol'
import { jobId, PREFIX, queueName, trialIdOf } from './protocol'

/** How a trial stands on the server. What workers have said is not checked yet. */
export type JobState =
  | { readonly is: 'missing' }
  /** It waits, or a worker has it. */
  | { readonly is: 'open' }
  | { readonly is: 'answered'; readonly answer: unknown }
  | { readonly is: 'failed'; readonly why: string }

/** Hears of the jobs of all coordinators. */
export interface JobListener {
  active(id: string): void
  progressed(id: string, data: unknown): void
  answered(id: string, answer: unknown): void
  failed(id: string, why: string): void
}

/** The jobs of one version on the server. A trial is there once, whoever adds it and how often. */
export interface Jobs {
  /** Adds those that are not there, behind all others or before them. */
  add(jobs: readonly TrialJob[], isFirst: boolean): Promise<void>
  look(ids: readonly string[]): Promise<JobState[]>
  /** Takes those away that no worker has. */
  remove(ids: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** A trial that several workers cannot train, one after the other, is at fault itself. */
const ATTEMPTS = { attempts: 3, backoff: { type: 'fixed', delay: 1000 } }
/** How long the server remembers what became of a trial, in seconds. */
const KEPT = { removeOnComplete: { age: 30 * 24 * 3600 }, removeOnFail: { age: 30 * 24 * 3600 } }

export async function openJobs(
  { redis }: Connection,
  engine: string,
  listener: JobListener | null,
): Promise<Jobs> {
  const { Queue, QueueEvents } = await import('bullmq')
  const options = { connection: redis, prefix: PREFIX }
  const queue = new Queue<TrialJob>(queueName(engine), options)
  const events = listener && new QueueEvents(queueName(engine), options)
  // The connection tells of what goes wrong with it.
  queue.on('error', () => undefined)
  events?.on('error', () => undefined)
  if (listener) {
    events?.on('active', ({ jobId: job }) => listener.active(trialIdOf(job)))
    events?.on('progress', ({ jobId: job, data }) => listener.progressed(trialIdOf(job), data))
    events?.on('completed', ({ jobId: job, returnvalue }) => listener.answered(trialIdOf(job), returnvalue))
    events?.on('failed', ({ jobId: job, failedReason }) => listener.failed(trialIdOf(job), failedReason))
  }
  await Promise.all([queue.waitUntilReady(), events?.waitUntilReady()])

  return {
    async add(jobs, isFirst) {
      // What is put before all others one by one ends up in the reverse order.
      const inOrder = isFirst ? [...jobs].reverse() : jobs
      await queue.addBulk(
        inOrder.map((data) => ({
          ...{ name: 'trial', data },
          opts: { ...ATTEMPTS, ...KEPT, jobId: jobId(data.id), lifo: isFirst },
        })),
      )
    },
    async look(ids) {
      const pipeline = redis.pipeline()
      for (const id of ids) {
        pipeline.hmget(queue.toKey(jobId(id)), 'timestamp', 'finishedOn', 'returnvalue', 'failedReason')
      }
      const replies = await pipeline.exec()
      return (replies ?? []).map(([error, values]) => {
        if (error) throw error
        return stateOf(values as (string | null)[])
      })
    },
    async remove(ids) {
      // Those that a worker has are locked, and stay.
      await Promise.all(ids.map((id) => queue.remove(jobId(id)).catch(() => 0)))
    },
    async close() {
      const closed = Promise.all([queue.close(), events?.close()])
      if (redis.status === 'ready') return void (await closed)
      // Of a server that is away no answer is waited for.
      closed.catch(() => undefined)
      for (const each of [queue, events]) each?.disconnect().catch(() => undefined)
    },
  }
}

function stateOf([timestamp, finishedOn, answer, why]: readonly (string | null)[]): JobState {
  if (typeof timestamp !== 'string') return { is: 'missing' }
  if (typeof finishedOn !== 'string') return { is: 'open' }
  if (typeof why === 'string') return { is: 'failed', why }
  try {
    return { is: 'answered', answer: JSON.parse(answer ?? 'null') as unknown }
  } catch {
    return { is: 'answered', answer: null }
  }
}
