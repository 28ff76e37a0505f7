import type { Observation } from '../../core/contract/observation'
import type { Process, RunState, RunSummary, Sample } from '../../core/contract/run'
import type { Experiment } from '../../core/experiment/experiment'
import type { DiagnosticsHistory } from './diagnosticsHistory'
import type { RecomputeProgress, ReportOf, RunHost } from './runHost'
import type { RunLog } from './runLog'

/** A run with all that is known of it. */
export interface Run {
  readonly runId: string
  readonly experiment: Experiment
  readonly state: RunState
  /** Takes its commands; another one once another process trains it, and once that does no more. */
  readonly host: RunHost
  /** The other process that trains it; null where none does. */
  readonly trainedBy: Process | null
  readonly log: RunLog
  /** Null before the first one. */
  readonly newestSample: Sample | null
  /** The newest observation of every view that was ever asked for, oldest first. */
  readonly newestObservations: readonly Observation[]
  /** What was observed of its views that have a history. */
  readonly diagnostics: DiagnosticsHistory
  /** What windows are sent of it, besides its stream. */
  summary(): RunSummary
  /** Its place on the shelf of those set aside, the largest on top; null where it is not there. */
  readonly shelfPlace: number | null
  /** Reads what another process has made of it; nothing happens where this one has it. */
  look(): Promise<void>
  setSpeed(speed: number | null): void
  setShelfPlace(place: number | null): void
}

/**
 * What happens in runs, in the order in which it happens. Windows, the task bar and the command line listen
 * to the same events; each listener has methods for those that it needs.
 */
export interface RunListener {
  /** It has its thread; its network is not built yet. Comes first, once. */
  started?(run: Run): void
  /** Its network is built. */
  built?(run: Run): void
  /** New updates are in its log. */
  logged?(run: Run, batch: ReportOf<'batch'>): void
  /** Something in its summary changed that is not a figure of its updates. */
  changed?(run: Run): void
  /** Its log has become shorter, or another: updates were taken back. */
  cut?(run: Run): void
  sampled?(run: Run, sample: Sample): void
  observed?(run: Run, observation: Observation): void
  /** Updates of it are being recomputed, to be observed. */
  recomputing?(run: Run, progress: RecomputeProgress): void
  /** Updates of it are being made again, for another run that branches off it. */
  branching?(run: Run, progress: RecomputeProgress): void
  /**
   * It makes no more updates. Comes once for every run that was started, also where the network was never
   * built.
   */
  ended?(run: Run): void
  /** It has left the catalog, and its thread is gone. Comes once for every run that was started. */
  removed?(run: Run): void
}

/** One listener that passes every event on to all of `listeners`, in their order. */
export function combineListeners(listeners: readonly RunListener[]): Required<RunListener> {
  return {
    started: (run) => listeners.forEach((each) => each.started?.(run)),
    built: (run) => listeners.forEach((each) => each.built?.(run)),
    logged: (run, batch) => listeners.forEach((each) => each.logged?.(run, batch)),
    changed: (run) => listeners.forEach((each) => each.changed?.(run)),
    cut: (run) => listeners.forEach((each) => each.cut?.(run)),
    sampled: (run, sample) => listeners.forEach((each) => each.sampled?.(run, sample)),
    observed: (run, observation) => listeners.forEach((each) => each.observed?.(run, observation)),
    recomputing: (run, progress) => listeners.forEach((each) => each.recomputing?.(run, progress)),
    branching: (run, progress) => listeners.forEach((each) => each.branching?.(run, progress)),
    ended: (run) => listeners.forEach((each) => each.ended?.(run)),
    removed: (run) => listeners.forEach((each) => each.removed?.(run)),
  }
}
