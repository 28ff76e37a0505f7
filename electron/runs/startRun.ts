import type { Observation } from '../../core/contract/observation'
import type { Sample, TuningEvent } from '../../core/contract/run'
import { supersede } from '../../core/contract/views'
import type { Thread, WorkerStart } from '../worker/messages'
import { createDiagnosticsHistory } from './diagnosticsHistory'
import type { Run, RunListener } from './run'
import { isEnded, startHost } from './runHost'
import type { RunLog } from './runLog'

/** What a run is started with. */
export type RunStart = Omit<WorkerStart, 'watched'>

export interface RunParts {
  spawn(start: WorkerStart): Thread
  readonly log: RunLog
  readonly listener: Required<RunListener>
}

/**
 * Starts a run in a thread of its own and records what is known of it. `host.ready` says when its network is
 * built.
 */
export function startRun(runId: string, start: RunStart, { spawn, log, listener }: RunParts): Run {
  const tuningEvents: TuningEvent[] = [...(start.tuningEvents ?? [])]
  let newestSample: Sample | null = null
  let newestObservations: readonly Observation[] = []
  const diagnostics = createDiagnosticsHistory()
  let figures: { msPerUpdate: number | null; clippedShare: number } = { msPerUpdate: null, clippedShare: 0 }
  let size = { baseline: 0, numParameters: 0 }
  let { speed } = start
  let threads = 1
  let shelfPlace: number | null = null

  const host = startHost(
    { ...start, watched: false },
    {
      ready({ baseline, numParameters }) {
        size = { baseline, numParameters }
        listener.built(run)
      },
      threads(newThreads) {
        threads = newThreads
        listener.changed(run)
      },
      batch(report) {
        log.append(report.firstUpdate, report.columns)
        figures = { msPerUpdate: report.msPerUpdate, clippedShare: report.clippedShare }
        listener.logged(run, report)
      },
      sample(sample) {
        newestSample = sample
        listener.sampled(run, sample)
      },
      observation(observation) {
        newestObservations = supersede(newestObservations, observation)
        diagnostics.add(observation)
        listener.observed(run, observation)
      },
      recomputed(observation) {
        diagnostics.addRecomputed(observation)
        listener.observed(run, observation)
      },
      recomputing: (progress) => listener.recomputing(run, progress),
      tuningEvents(added) {
        tuningEvents.push(...added)
        if (added.length > 0) listener.changed(run)
      },
      state(state) {
        listener.changed(run)
        if (isEnded(state)) listener.ended(run)
      },
    },
    spawn,
  )

  const run: Run = {
    runId,
    experiment: start.experiment,
    host,
    log,
    get state() {
      return host.state
    },
    get newestSample() {
      return newestSample
    },
    diagnostics,
    get shelfPlace() {
      return shelfPlace
    },
    get newestObservations() {
      return newestObservations
    },
    summary: () => ({
      runId,
      experiment: start.experiment,
      state: host.state,
      shelfPlace,
      tuningEvents: [...tuningEvents],
      ...size,
      threads,
      ...figures,
      speed,
      isElsewhere: false,
    }),
    setSpeed(newSpeed) {
      speed = newSpeed
      host.setSpeed(newSpeed)
      listener.changed(run)
    },
    setShelfPlace(place) {
      shelfPlace = place
      listener.changed(run)
    },
  }
  return run
}
