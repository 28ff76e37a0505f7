import { isDeepStrictEqual } from 'node:util'
import type { Observation } from '../../core/contract/observation'
import type { Process, RunState, Sample, TuningEvent } from '../../core/contract/run'
import { supersede, viewNames } from '../../core/contract/views'
import type { Experiment } from '../../core/experiment/experiment'
import type { Group } from '../../core/sweep/group'
import type { Thread, WorkerStart } from '../worker/messages'
import { countClipped } from './countClipped'
import { createDiagnosticsHistory } from './diagnosticsHistory'
import type { FolderChange, Keeping } from './keeping'
import { createHost } from './restingHost'
import type { Run, RunListener } from './run'
import type { HostListener, RunHost, Wanted } from './runHost'
import { isEnded } from './runHost'
import type { RunLog } from './runLog'
import type { Turns } from './turns'
import { createWatchingHost } from './watchingHost'

/** What a run is started with. */
export interface RunStart extends Omit<WorkerStart, 'watched' | 'until' | 'msPerUpdate'> {
  /**
   * The run that it branches off, and after how many updates of that; `checkpoints` is the one from there.
   * @default it begins at its first update
   */
  readonly parent?: { readonly id: string; readonly update: number }
  /** Its id. @default a new one */
  readonly runId?: string
  /** What it is one of. @default nothing */
  readonly group?: Group
  /** The experiment that is kept, where what trains it differs in the number of threads. @default the same */
  readonly kept?: Experiment
  /** Whether it is begun beside whatever a person does. @default false */
  readonly isAside?: boolean
}

/** What is known of a run that was trained before. */
export interface RunPast {
  /** The other process that trains it; null where it rests. */
  readonly trainedBy: Process | null
  readonly state: RunState
  readonly tuningEvents: readonly TuningEvent[]
  readonly baseline: number
  readonly numParameters: number
  readonly msPerUpdate: number | null
  /** Updates of its log whose gradient was clipped. */
  readonly numClipped: number
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
 * A run, which begins in a thread of its own when it is its turn, rests until it is told to go on, or is
 * watched while another process trains it; records what is known of it. `host.ready` says when its network is
 * built.
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
  let numClipped = past?.numClipped ?? 0
  let figures = { msPerUpdate: past?.msPerUpdate ?? null, clippedShare: clippedShare() }
  let size = { baseline: past?.baseline ?? 0, numParameters: past?.numParameters ?? 0 }
  let { speed } = start
  let threads: number | null = null
  let shelfPlace: number | null = null

  /** Of the updates in its log: those of a run that it branches off are not among them. */
  function clippedShare(): number {
    const numLogged = log.length - log.first
    return numLogged > 0 ? numClipped / numLogged : 0
  }

  const hostListener: HostListener = {
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
      numClipped += countClipped(report.columns)
      figures = { msPerUpdate: report.msPerUpdate, clippedShare: clippedShare() }
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
    // A thread that is made for a run that rests has them to make first.
    catchingUp: (progress) => listener.recomputing(run, progress),
    tuningEvents(added) {
      tuningEvents.push(...added)
      if (added.length > 0) listener.changed(run)
    },
    state(state) {
      listener.changed(run)
      if (isEnded(state)) listener.ended(run)
    },
  }

  const pastOfThread = () => ({
    tuningEvents,
    ...(figures.msPerUpdate === null ? {} : { msPerUpdate: figures.msPerUpdate }),
  })

  /** Of the newest update nothing is known any more. */
  function forgetNewest(): void {
    newestSample = null
    newestObservations = []
  }

  /** Trains the run, or lets it rest. */
  function hostHere(resting: RunState | null, wanted?: Wanted): RunHost {
    return createHost({
      ...{ runId, start, spawn, turns, resting, listener: hostListener },
      ...(wanted ? { wanted } : {}),
      keeping: keeping && {
        hold: () => keeping.hold(run),
        release: (by) => keeping.release(run, by),
        checkpoints: keeping.checkpoints,
        checkpointUpTo: keeping.checkpointUpTo,
        get trouble() {
          return keeping.trouble
        },
        giveUp: keeping.giveUp,
        async cut(update) {
          const numGone = countClipped(log.read(update, log.length))
          const done = await keeping.cut(update)
          if (!done.ok) return done
          numClipped -= numGone
          figures = { ...figures, clippedShare: clippedShare() }
          tuningEvents.splice(0, Infinity, ...tuningEvents.filter((event) => event.update <= update))
          diagnostics.cut(update)
          forgetNewest()
          listener.cut(run)
          return done
        },
      },
      past: pastOfThread,
      lacks(views) {
        const known = viewNames.filter((view) => newestObservations.some((each) => each[view] !== null))
        return newestSample === null || !views.every((view) => known.includes(view))
      },
    })
  }

  /** Watches a run that another process trains. */
  function hostOf(trainedBy: Process, kept: Keeping, wanted: Wanted) {
    const { checkpoints, checkpointUpTo, newestCheckpoint } = kept
    const { sample, recomputing, recomputed } = hostListener
    return createWatchingHost({
      ...{ runId, start, spawn, trainedBy, past: pastOfThread, look, wanted },
      ...{ checkpoints, checkpointUpTo, newestCheckpoint },
      updates: () => log.length,
      listener: {
        ...{ sample, recomputing, recomputed },
        observation(observation) {
          newestObservations = supersede(newestObservations, observation)
          recomputed(observation)
        },
      },
    })
  }

  function look(): Promise<void> {
    return (looking ??= lookOnce().finally(() => (looking = null)))
  }

  async function lookOnce(): Promise<void> {
    const before = host
    const change = await keeping?.look()
    if (!change) return
    const isSame = isDeepStrictEqual(watching?.trainedBy, change.trainedBy)
    if (isSame || (await before.leave())) take(change, isSame ? null : before.wanted)
  }

  /** Takes what another process has made of the run; with another host, if one is `wanted`. */
  function take(change: FolderChange, wanted: Wanted | null): void {
    if (change.isCut) diagnostics.cut(0)
    if (change.isCut) watching?.cut()
    if (change.isCut || !change.trainedBy) forgetNewest()
    if (change.tuningEvents) tuningEvents.splice(0, Infinity, ...change.tuningEvents)
    if (change.figures) {
      numClipped = change.figures.numClipped
      figures = { msPerUpdate: change.figures.msPerUpdate, clippedShare: clippedShare() }
    }
    change.observations.forEach(diagnostics.add)
    if (wanted) {
      watching = change.trainedBy && keeping && hostOf(change.trainedBy, keeping, wanted)
      host = watching ?? hostHere(change.state, wanted)
    }
    if (change.isCut) listener.cut(run)
    if (change.batch) listener.logged(run, change.batch)
    for (const observation of change.observations) listener.observed(run, observation)
    listener.changed(run)
    if (wanted) host.observe(wanted.views)
  }

  let looking: Promise<void> | null = null
  const unwanted = { views: start.views, isWatched: false }
  let watching = past?.trainedBy && keeping ? hostOf(past.trainedBy, keeping, unwanted) : null
  let host: RunHost = watching ?? hostHere(past?.state ?? null)

  const run: Run = {
    runId,
    experiment: start.experiment,
    get host() {
      return host
    },
    get trainedBy() {
      return watching?.trainedBy ?? null
    },
    log,
    look,
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
      experiment: start.kept ?? start.experiment,
      state: host.state,
      shelfPlace,
      tuningEvents: [...tuningEvents],
      ...size,
      threads,
      ...figures,
      speed,
      parent: start.parent ?? null,
      isAside: start.isAside ?? false,
      isKept: keeping?.isKept ?? false,
      trainedBy: watching?.trainedBy ?? null,
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
