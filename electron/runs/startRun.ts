import type { Observation } from '../../core/contract/observation'
import type { RunState, Sample, TuningEvent } from '../../core/contract/run'
import { supersede, viewNames } from '../../core/contract/views'
import type { Thread, WorkerStart } from '../worker/messages'
import { createDiagnosticsHistory } from './diagnosticsHistory'
import type { Keeping } from './keeping'
import { createHost } from './restingHost'
import type { Run, RunListener } from './run'
import { isEnded } from './runHost'
import type { RunLog } from './runLog'
import type { Turns } from './turns'

/** What a run is started with. */
export interface RunStart extends Omit<WorkerStart, 'watched' | 'until' | 'msPerUpdate'> {
  /**
   * The run that it branches off, and after how many updates of that; `checkpoints` is the one from there.
   * @default it begins at its first update
   */
  readonly parent?: { readonly id: string; readonly update: number }
}

/** What is known of a run that was trained before and rests. */
export interface RunPast {
  readonly state: RunState
  readonly tuningEvents: readonly TuningEvent[]
  readonly baseline: number
  readonly numParameters: number
  readonly msPerUpdate: number | null
  readonly clippedShare: number
  /** What was recorded, oldest first. */
  readonly observations: readonly Observation[]
}

export interface RunParts {
  spawn(start: WorkerStart): Thread
  readonly log: RunLog
  readonly listener: Required<RunListener>
  readonly turns: Turns
  /** Where it is kept; null where nothing is. */
  readonly keeping: Keeping | null
  /** @default it begins now */
  readonly past?: RunPast
}

/**
 * A run, which begins in a thread of its own when it is its turn, or rests until it is told to go on; records
 * what is known of it. `host.ready` says when its network is built.
 */
export function startRun(
  runId: string,
  start: RunStart,
  { spawn, log, listener, turns, keeping, past }: RunParts,
): Run {
  const tuningEvents: TuningEvent[] = [...(past?.tuningEvents ?? start.tuningEvents ?? [])]
  let newestSample: Sample | null = null
  let newestObservations: readonly Observation[] = []
  const diagnostics = createDiagnosticsHistory()
  past?.observations.forEach(diagnostics.add)
  let figures = { msPerUpdate: past?.msPerUpdate ?? null, clippedShare: past?.clippedShare ?? 0 }
  let size = { baseline: past?.baseline ?? 0, numParameters: past?.numParameters ?? 0 }
  let { speed } = start
  let threads = 1
  let shelfPlace: number | null = null

  /** Once only the first `update` updates are left. */
  function clippedShareAfter(update: number): number {
    const { gradNorm, gradNormClipped } = log.read(update, log.length)
    const numGone = gradNorm.filter((norm, i) => gradNormClipped[i]! < norm).length
    return update === 0 ? 0 : Math.max(0, figures.clippedShare * log.length - numGone) / update
  }

  const host = createHost({
    ...{ runId, start, spawn, turns, resting: past?.state ?? null },
    keeping: keeping && {
      hold: () => keeping.hold(run),
      release: (by) => keeping.release(run, by),
      checkpoints: keeping.checkpoints,
      async cut(update) {
        const clippedShare = clippedShareAfter(update)
        const done = await keeping.cut(update)
        if (!done.ok) return done
        figures = { ...figures, clippedShare }
        tuningEvents.splice(0, Infinity, ...tuningEvents.filter((event) => event.update <= update))
        diagnostics.cut(update)
        newestSample = null
        newestObservations = []
        listener.cut(run)
        return done
      },
    },
    past: () => ({
      tuningEvents,
      ...(figures.msPerUpdate === null ? {} : { msPerUpdate: figures.msPerUpdate }),
    }),
    lacks(views) {
      const known = viewNames.filter((view) => newestObservations.some((each) => each[view] !== null))
      return newestSample === null || !views.every((view) => known.includes(view))
    },
    listener: {
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
  })

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
      parent: start.parent ?? null,
      isKept: keeping?.isKept ?? false,
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
