import type { Observation } from '../../core/contract/observation'
import type { TuningEvent } from '../../core/contract/run'
import { recordedViews, type ViewName } from '../../core/contract/views'
import type { Experiment } from '../../core/experiment/experiment'
import type { RunFacts } from '../../core/lessons/facts'
import type { LessonTuning } from '../../core/lessons/lesson'
import { DebiasedEma } from '../../core/math/ema'
import { SMOOTHING } from '../../core/train/progress'
import { combineListeners, type Run } from '../runs/run'
import { createMemoryLog } from '../runs/runLog'
import { startRun } from '../runs/startRun'
import { createTurns } from '../runs/turns'
import type { Thread, WorkerStart } from '../worker/messages'

export type Spawn = (start: WorkerStart) => Thread

/** A run as `playRun` plays it. */
export interface Play {
  readonly experiment: Experiment
  readonly tuning?: readonly LessonTuning[] | undefined
  /** Views that there have to be of the last update, and often: they cost time. @default what is recorded */
  readonly views?: readonly ViewName[] | undefined
}

/** Trains a run as a learner would, in a thread of its own, and returns what it did. Leaves no thread. */
export async function playRun(
  { experiment, tuning = [], views = [] }: Play,
  spawn: Spawn,
): Promise<RunFacts> {
  const observations: Observation[] = []
  const log = createMemoryLog()
  const tuningEvents = tuning.flatMap((each) => eventsOf(each, experiment))
  let finish: (run: Run) => void
  const ended = new Promise<Run>((resolve) => (finish = resolve))
  const listener = combineListeners([
    {
      observed: (_, observation) => void observations.push(observation),
      ended: (run) => finish(run),
    },
  ])
  const run = startRun(
    'lesson',
    {
      experiment: { ...experiment, train: { ...experiment.train, threads: 1 } },
      ...{ tuningEvents, speed: null, paused: false, views: [...recordedViews, ...views] },
    },
    { spawn, listener, turns: createTurns(1, () => undefined), log, keeping: null },
  )
  // Only of a run that somebody watches all views of the last update are made.
  if (views.length > 0) run.host.setWatched(true)
  const { state } = await ended
  await run.host.dispose()
  if (state.status === 'failed') throw new Error(state.error.message)
  const columns = log.read(0, log.length)
  return {
    ...{ experiment, status: state.status, observations, numTunings: tuningEvents.length },
    ...{ loss: columns.loss, smoothed: smoothedOf(columns.loss) },
    ...{ gradNorm: columns.gradNorm, gradNormClipped: columns.gradNormClipped },
    divergedAfter: state.status === 'diverged' ? state.divergence.update : null,
    visits: new Set(),
  }
}

function smoothedOf(losses: Float64Array): Float64Array {
  const average = new DebiasedEma(SMOOTHING)
  return losses.map((loss) => average.next(loss))
}

const TUNABLE = ['optimizer.lr', 'clip.threshold'] as const

function eventsOf(tuning: LessonTuning, { optimizer, clip }: Experiment): TuningEvent[] {
  return TUNABLE.flatMap((field) => {
    const to = tuning[field]
    const from = field === 'optimizer.lr' ? optimizer.lr : clip.threshold
    return to === undefined ? [] : [{ update: tuning.update, field, from, to }]
  })
}
