import type { OwnData } from '../../core/data/table'
import { provideData } from '../../core/data/table'
import type { TuningEvent } from '../../core/contract/run'
import type { WeightComparison } from '../../core/contract/weights'
import { APART } from '../../core/contract/weights'
import type { Experiment } from '../../core/experiment/experiment'
import { dataOf } from '../../core/experiment/ownData'
import { resumeFrom } from '../../core/train/checkpointFile'
import { pairParameters, trainInStep, weightsApart } from '../../core/train/inStep'
import type { Trainer } from '../../core/train/trainer'
import { createTrainer } from '../../core/train/trainer'
import { fitKernels } from './avxRevectorization'

/** A run that is made again from its first update on. */
export interface RunInStep {
  readonly experiment: Experiment
  readonly data: OwnData | null
  /** Where it begins, if that is not with its own initial weights. */
  readonly checkpoint: Uint8Array | null
  readonly tuningEvents: readonly TuningEvent[]
  /** As they were logged, from its first update on: it has to come to the same bits. */
  readonly losses: Float64Array
}

/** What a comparison tells but the ids, which its thread does not know. */
export type ComparedSoFar = Omit<WeightComparison, 'runIds'>

export type CompareReport =
  | { readonly type: 'compared'; readonly comparison: ComparedSoFar; readonly isOver: boolean }
  /** An update came to another loss than the log has: made by another version, or a log that was edited. */
  | {
      readonly type: 'unlike'
      readonly which: 0 | 1
      readonly update: number
      readonly loss: number
      readonly logged: number
    }

/** After the first of them it is looked so seldom that a long run is told by some hundred points. */
const EACH = 64
const GROWTH = 1.03
const REPORT_MS = 100

/** Makes two runs again, in step, and reports how far their weights are apart. `now` is in milliseconds. */
export function compareWeights(
  runs: readonly [RunInStep, RunInStep],
  post: (report: CompareReport) => void,
  now: () => number,
): void {
  const [one, other] = runs.map(trainerOf) as [Trainer, Trainer]
  const { pairs, unpaired } = pairParameters(one, other)
  const first = one.progress.update
  const planned = Math.min(...runs.map(({ losses }) => losses.length))
  const updates: number[] = []
  const distance: number[] = []
  let [made, due] = [0, first]
  let differAfter: number | null = null
  let apartAfter: number | null = null
  let reported = -Infinity

  const report = (isOver: boolean): void =>
    post({
      type: 'compared',
      isOver,
      comparison: {
        ...{ made, planned, differAfter, apartAfter, others: [...unpaired] },
        compared: pairs.map(([{ name }]) => name),
        updates: Float64Array.from(updates),
        distance: Float64Array.from(distance),
      },
    })

  function look(after: number, apart: ReturnType<typeof weightsApart>): void {
    if (apart.differ) differAfter ??= after
    if (apart.largest > APART) apartAfter ??= after
    if (after < due && made < planned) return
    updates.push(after)
    distance.push(apart.distance)
    due = after - first < EACH ? after + 1 : first + Math.ceil((after - first) * GROWTH)
  }

  look(first, weightsApart(pairs))
  if (planned > 0) {
    for (const step of trainInStep(one, other, pairs)) {
      for (const which of [0, 1] as const) {
        const [loss, logged] = [step.losses[which], runs[which].losses[made]!]
        if (!Object.is(loss, logged)) {
          return post({ type: 'unlike', which, update: step.made - 1, loss, logged })
        }
      }
      made++
      look(step.made, step)
      if (made === planned) break
      if (now() - reported < REPORT_MS) continue
      reported = now()
      report(false)
    }
  }
  report(true)
}

function trainerOf({ experiment, data, checkpoint, tuningEvents }: RunInStep): Trainer {
  const reading = dataOf(experiment.task)
  if (reading && data) provideData(reading, data)
  fitKernels(experiment.train.dtype)
  const trainer = createTrainer(experiment)
  trainer.adoptTuningEvents(tuningEvents)
  if (checkpoint) resumeFrom(trainer, checkpoint, [])
  return trainer
}
