import type { Observation } from '../../core/contract/observation'
import { SMOOTHING } from '../../core/train/progress'
import { openDiagnostics } from '../store/diagnosticsFile'
import type { StoredRun } from '../store/runFolder'
import { StoreError } from '../store/storeError'
import type { ExportSource } from './exportFormat'

/** Beyond so many updates a curve has the extremes of as many stretches. */
const MOST_STRETCHES = 600
/** The most columns of the gradient flow. */
const MOST_FLOWS = 100

/** JSON has no NaN and no infinity: null stands for both. */
export const finite = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null)

/** The updates that are drawn: all, or of each stretch those of the extremes, so that no spike is lost. */
export function drawnUpdates({ loss, gradNorm }: StoredRun['log']['columns']): number[] {
  const { length } = loss
  const size = Math.max(1, Math.ceil(length / MOST_STRETCHES))
  if (size === 1) return Array.from({ length }, (_, i) => i)
  const chosen = new Set([0, length - 1])
  for (let from = 0; from < length; from += size) {
    for (const column of [loss, gradNorm]) {
      let [low, high] = [from, from]
      for (let i = from; i < Math.min(length, from + size); i++) {
        if (!(column[i]! >= column[low]!)) low = i
        if (!(column[i]! <= column[high]!)) high = i
      }
      chosen.add(low).add(high)
    }
  }
  return [...chosen].sort((a, b) => a - b)
}

/** The loss smoothed as the stop rules smooth it, @see smoothedLoss. */
export function smoothedLosses(loss: Float64Array): Float64Array {
  let [average, weight] = [0, 1]
  return loss.map((value) => {
    average = SMOOTHING * average + (1 - SMOOTHING) * value
    weight *= SMOOTHING
    return average / (1 - weight)
  })
}

/** What was observed of the updates that stand. */
export async function observationsOf({ stored, tell }: ExportSource): Promise<readonly Observation[]> {
  try {
    const { observations, problem } = await openDiagnostics(stored.folder)
    if (problem !== null) tell(problem)
    return observations.filter(({ update }) => update < stored.log.length)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    tell(error.reason)
    return []
  }
}

/** Logarithms of the gradient's norm at each step of the top layer, at as many updates as a page can show. */
export function flowOf(observations: readonly Observation[], seqLen: number) {
  const all = observations.filter(({ flow }) => flow !== null)
  const stride = Math.max(1, Math.ceil(all.length / MOST_FLOWS))
  const shown = all.filter((_, i) => i % stride === 0 || i === all.length - 1)
  return {
    seqLen,
    updates: shown.map(({ update }) => update),
    norms: shown.map(({ flow }) => {
      const top = flow!.layers.findLast(({ name }) => !name.endsWith('_reverse'))!
      return Array.from(top.h, (norm) => (norm > 0 ? finite(Math.log10(norm)) : null))
    }),
  }
}
