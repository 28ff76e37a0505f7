import { describeReason, reason } from '../../core/contract/reasons'
import { dataOf } from '../../core/experiment/ownData'
import { issueReason } from '../store/issueReason'
import { StoreError } from '../store/storeError'
import type { QueuedTrial, QueueListener, TrialQueue } from '../sweep/trialQueue'
import type { TrialResult } from '../sweep/trialResult'
import type { Connection } from './connection'
import type { Jobs, JobState } from './jobs'
import { openJobs } from './jobs'
import type { TrialKeeper } from './keeper'
import type { Parcel, Parcels } from './parcels'
import { putData } from './putData'
import type { Answer } from './protocol'
import { answerSchema, progressSchema, resultIn } from './protocol'
import { sweepStatus, writeSweep } from './sweepState'
import type { ServedSweep } from './takeBack'
import { takeBack } from './takeBack'

/** Trials that are added or looked at with one command. */
const BATCH = 500
/** So often the server is asked what became of some trials: events that were missed are made up for. */
const LOOK_MS = 3000

export interface EngineQueueOptions {
  /** Version of the arithmetic. */
  readonly engine: string
  readonly sweep: ServedSweep
  /** Null where nothing is kept but results. */
  readonly keeper: TrialKeeper | null
  readonly parcels: Parcels
  readonly listener: QueueListener
  /** Whether its trials go before all that wait. */
  readonly isFirst: boolean
  /** Whether `stop` leaves the trials to the workers, or takes them back. */
  readonly onStop: 'leave' | 'withdraw'
}

/**
 * Has trials trained by the workers of other processes and machines, of which a server keeps the queue. What
 * there is to know lies there: this process may go and another one come.
 */
export function createEngineQueue(connection: Connection, options: EngineQueueOptions): TrialQueue {
  const { engine, sweep, keeper, parcels, listener } = options
  /** Trials of which nothing is known yet, in the order in which they are looked at. */
  const open = new Map<string, QueuedTrial>()
  const known = new Set<string>()
  const data = new Map<string, Promise<Parcel>>()
  let isHeld = false
  let isStopped = false

  const opened = openJobs(connection, engine, {
    active: (id) => withTrial(id, (trial) => listener.begun?.(trial, 0)),
    progressed: (id, told) =>
      withTrial(id, (trial) => {
        const progress = progressSchema.safeParse(told)
        if (progress.success) listener.progressed?.(trial, progress.data.update)
      }),
    answered: (id, answer) => withTrial(id, (trial) => settle(trial, { is: 'answered', answer })),
    failed: (id, why) => withTrial(id, (trial) => settle(trial, { is: 'failed', why })),
  })

  function withTrial(id: string, act: (trial: QueuedTrial) => void): void {
    const trial = open.get(id)
    if (trial && !isStopped) act(trial)
  }

  /** One thing at a time: what is put on the server, and what is looked up there. */
  let work: Promise<unknown> = Promise.resolve()
  function then(act: (jobs: Jobs) => Promise<void>): void {
    work = work.then(async () => {
      if (isStopped) return
      try {
        await act(await opened)
      } catch (error) {
        const [trial] = open.values()
        if (trial && !isStopped) listener.broken(trial, error as Error)
      }
    })
  }

  /** Folders are taken in one after the other; a result is told of when its folder is there. */
  let taking: Promise<void> = Promise.resolve()
  function end(trial: QueuedTrial, result: TrialResult, answer: Answer | null): void {
    open.delete(trial.id)
    taking = taking.then(async () => {
      if (answer) await keeper?.take(trial, answer)
      listener.ended(trial, result)
    })
  }

  /** Tells what became of a trial; false where it has to be trained, or trained on. */
  function settle(trial: QueuedTrial, state: JobState): boolean {
    if (state.is === 'open') return true
    if (state.is === 'missing') return false
    if (state.is === 'failed') {
      end(trial, failure(state.why), null)
      return true
    }
    const answer = answerSchema.safeParse(state.answer)
    if (!answer.success) {
      const why = issueReason(answer.error.issues[0])
      end(trial, failure(describeReason(reason('badTrialAnswer', { id: trial.id, why }))), null)
      return true
    }
    if (answer.data.status === 'stopped') return false
    end(trial, resultIn(answer.data), answer.data)
    return true
  }

  /** Sees to it that trials are on the server, or takes what became of them. */
  async function put(jobs: Jobs, trials: readonly QueuedTrial[], isNew: boolean): Promise<void> {
    const states = await jobs.look(trials.map(({ id }) => id))
    const missing: { trial: QueuedTrial; from: Parcel | null }[] = []
    for (const [i, trial] of trials.entries()) {
      const state = states[i]!
      const again = isNew && isAgain(state)
      if (!again && settle(trial, state)) continue
      if (isHeld) continue
      if (state.is !== 'missing') await jobs.remove([trial.id])
      missing.push({ trial, from: folderIn(state) })
    }
    if (missing.length === 0) return
    const added = missing.map(async ({ trial, from }) => {
      const { id, experiment, group } = trial
      const own = dataOf(experiment.task)
      const its = own && (data.get(own.sha256) ?? putData(parcels, own))
      if (own && its) data.set(own.sha256, its)
      return { ...{ format: 1 as const, engine, id, experiment, group, from }, data: await its }
    })
    await jobs.add(await Promise.all(added), options.isFirst)
  }

  /** Takes what this machine has already of trials that are new here, and puts the others on the server. */
  async function begin(jobs: Jobs, trials: readonly QueuedTrial[]): Promise<void> {
    const left: QueuedTrial[] = []
    for (const trial of trials) {
      if (isStopped) return
      const result = (await keeper?.known(trial)) ?? null
      if (result) end(trial, result, null)
      else left.push(trial)
    }
    await put(jobs, left, true)
  }

  async function look(jobs: Jobs): Promise<void> {
    if (isHeld || connection.redis.status !== 'ready') return
    if ((await sweepStatus(connection.redis, sweep.id)) === 'withdrawn') {
      throw new StoreError(reason('queueWithdrawn'))
    }
    const some = [...open.values()].slice(0, BATCH)
    // Next time others have their turn.
    for (const trial of some) {
      open.delete(trial.id)
      open.set(trial.id, trial)
    }
    await put(jobs, some, false)
  }

  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    then((jobs) => look(jobs).finally(() => (isLooking = false)))
  }, LOOK_MS)

  return {
    enqueue(trials) {
      const added = trials.filter(({ id }) => !known.has(id))
      for (const trial of added) {
        known.add(trial.id)
        open.set(trial.id, trial)
      }
      then(() => writeSweep(connection.redis, sweep.id, { ...named(sweep), status: 'open' }))
      for (let i = 0; i < added.length; i += BATCH) {
        then((jobs) => begin(jobs, added.slice(i, i + BATCH)))
      }
    },
    hold() {
      isHeld = true
      then((jobs) => jobs.remove([...open.keys()]))
    },
    async pause() {
      isHeld = true
      then((jobs) => takeBack(connection, jobs, sweep.id, [...open.keys()]))
      await work
    },
    resume() {
      isHeld = false
      then((jobs) => put(jobs, [...open.values()], true))
    },
    async stop() {
      clearInterval(timer)
      if (options.onStop === 'withdraw' && open.size > 0) {
        isHeld = true
        then(async (jobs) => {
          await writeSweep(connection.redis, sweep.id, { ...named(sweep), status: 'withdrawn' })
          await takeBack(connection, jobs, sweep.id, [...open.keys()])
        })
        await work
      }
      isStopped = true
      // What waits for a server that is away would wait for ever.
      if (connection.redis.status !== 'ready') connection.close()
      await taking
      await opened.then(
        (jobs) => jobs.close(),
        () => undefined,
      )
    },
  }
}

const named = ({ name, numTrials }: ServedSweep) => ({ name, numTrials })

const failure = (message: string): TrialResult => ({
  ...{ status: 'failed', update: 0, loss: NaN, smoothedLoss: NaN, message },
})

/** Whether a trial is tried again by whoever begins its sweep again. */
function isAgain(state: JobState): boolean {
  if (state.is === 'failed') return true
  if (state.is !== 'answered') return false
  const answer = answerSchema.safeParse(state.answer)
  return !answer.success || answer.data.status === 'failed'
}

/** Where the folder lies of a trial that was stopped. */
function folderIn(state: JobState): Parcel | null {
  if (state.is !== 'answered') return null
  const answer = answerSchema.safeParse(state.answer)
  if (!answer.success || answer.data.status === 'failed') return null
  return answer.data.delivery.by === 'parcel' ? answer.data.delivery.parcel : null
}
