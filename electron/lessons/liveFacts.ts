import type { Observation } from '../../core/contract/observation'
import { onlyViews } from '../../core/contract/views'
import type { RunFacts } from '../../core/lessons/facts'
import { DebiasedEma } from '../../core/math/ema'
import { SMOOTHING } from '../../core/train/progress'
import type { Run } from '../runs/run'

/** Observations that are kept of the views without a history; of more, every second goes. */
const MOST_KEPT = 2000
const UNKEPT = ['states', 'memory'] as const

/** What has been seen of a learner's run that its own history does not keep. */
export interface LiveRun {
  readonly lesson: string
  /** The name that the lesson gives it: `ID` or `ID.twin`. */
  readonly name: string
  readonly observations: readonly Observation[]
  /** What was opened of it. */
  readonly visits: ReadonlySet<string>
  observed(observation: Observation): void
  visited(place: string): void
}

export function createLiveRun(lesson: string, name: string): LiveRun {
  let observations: Observation[] = []
  const visits = new Set<string>()
  return {
    ...{ lesson, name, visits },
    get observations() {
      return observations
    },
    observed(observation) {
      const kept = onlyViews(observation, UNKEPT)
      if (!kept) return
      // The first one is what a check of the start looks at.
      if (observations.length >= MOST_KEPT) observations = observations.filter((_, i) => i % 2 === 0)
      observations.push(kept)
    },
    visited: (place) => void visits.add(place),
  }
}

/** Whether a run makes no more updates. */
export const isOver = ({ state }: Pick<Run, 'state'>): boolean =>
  ['done', 'stopped', 'diverged', 'failed'].includes(state.status)

/** What a run of the catalog has really done by now. */
export function liveFacts(run: Run, { observations, visits }: LiveRun): RunFacts {
  const { loss, gradNorm, gradNormClipped } = run.log.read(0, run.log.length)
  const average = new DebiasedEma(SMOOTHING)
  const kept = run.diagnostics.after(0).observations
  const { state, experiment } = run
  return {
    ...{ experiment, status: state.status, loss, gradNorm, gradNormClipped, visits },
    smoothed: loss.map((value) => average.next(value)),
    observations: [...kept, ...observations].toSorted((a, b) => a.update - b.update),
    numTunings: run.summary().tuningEvents.length,
    divergedAfter: state.status === 'diverged' ? state.divergence.update : null,
  }
}
