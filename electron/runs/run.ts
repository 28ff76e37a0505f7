import type { Observation } from '../../core/contract/observation'
import { supersede } from '../../core/contract/views'
import type { RunSummary, Sample, TuningEvent } from '../../core/contract/run'
import type { Result } from '../../core/experiment/result'
import { succeed } from '../../core/experiment/result'
import type { Thread, WorkerStart } from '../worker/messages'
import type { RunHost } from './runHost'
import { startRun } from './runHost'
import type { RunLog } from './runLog'
import { createRunLog } from './runLog'

/** Hears of a run. */
export interface RunObserver {
  /** New updates are in the log, or there are new figures. */
  updated(run: Run): void
  /** State, tuning events or speed changed. */
  changed(run: Run): void
  sampled(run: Run, sample: Sample): void
  observed(run: Run, observation: Observation): void
}

/** A run with all that is known of it. */
export interface Run {
  readonly runId: string
  readonly host: RunHost
  readonly log: RunLog
  /** The newest one, or null before the first. */
  readonly sample: Sample | null
  /** The newest of every view that was ever looked at, oldest first. */
  readonly observations: readonly Observation[]
  summary(): RunSummary
  setSpeed(speed: number | null): void
}

/** Starts a run and keeps its log. Resolves once its network is built, or with why that failed. */
export async function createRun(
  runId: string,
  start: WorkerStart,
  spawn: (start: WorkerStart) => Thread,
  observer: RunObserver,
): Promise<Result<Run>> {
  const log = createRunLog()
  const tuningEvents: TuningEvent[] = []
  let sample: Sample | null = null
  let observations: readonly Observation[] = []
  let msPerUpdate: number | null = null
  let clippedShare = 0
  let speed = start.speed
  let facts = { baseline: 0, numParameters: 0 }
  let threads = 1
  let isReady = false

  const host = startRun(
    start,
    {
      ready({ baseline, numParameters }) {
        facts = { baseline, numParameters }
        isReady = true
      },
      threads(now) {
        threads = now
        if (isReady) observer.changed(run)
      },
      batch(report) {
        log.append(report.firstUpdate, report.columns)
        ;({ msPerUpdate, clippedShare } = report)
        observer.updated(run)
      },
      sample(newest) {
        sample = newest
        observer.sampled(run, newest)
      },
      observation(newest) {
        observations = supersede(observations, newest)
        observer.observed(run, newest)
      },
      tuningEvents(added) {
        tuningEvents.push(...added)
        if (added.length > 0) observer.changed(run)
      },
      state() {
        if (isReady) observer.changed(run)
      },
    },
    spawn,
  )

  const run: Run = {
    runId,
    host,
    log,
    get sample() {
      return sample
    },
    get observations() {
      return observations
    },
    summary: () => ({
      runId,
      experiment: start.experiment,
      state: host.state,
      tuningEvents: [...tuningEvents],
      ...facts,
      threads,
      msPerUpdate,
      clippedShare,
      speed,
    }),
    setSpeed(newSpeed) {
      speed = newSpeed
      host.setSpeed(newSpeed)
      observer.changed(run)
    },
  }
  const built = await host.ready
  return built.ok ? succeed(run) : built
}
