import { meanOverUnits } from '../../charts/plot/meanOverUnits'
import type { ShownBlock } from './gateOrder'

/** How far apart two means are before they count as different. */
const APART = 0.02

/** What a gate does over the steps, of the mean over its units. */
export type GateTrend =
  /** At the marked steps and at all others. */
  | { readonly kind: 'atMarks'; readonly block: string; readonly marked: number; readonly others: number }
  /** Where it is most closed and most open. */
  | {
      readonly kind: 'ends'
      readonly block: string
      readonly low: number
      readonly lowAt: number
      readonly high: number
      readonly highAt: number
    }
  | { readonly kind: 'level'; readonly block: string; readonly mean: number }
  | { readonly kind: 'none' }

/**
 * Of the gate whose mean over the units changes most: with the marks if there are any, and steps besides
 * them; else over all steps. Steps outside a window of the sequence (NaN) count for nothing.
 */
export function readGates(
  blocks: readonly ShownBlock[],
  numSteps: number,
  numUnits: number,
  marks: readonly number[],
): GateTrend {
  const means = blocks
    .filter(({ isGate }) => isGate)
    .map(({ block, values }) => ({ block, mean: meanOverUnits(values, numSteps, numUnits) }))
  const known = (mean: Float64Array): number[] =>
    [...mean.keys()].filter((step) => Number.isFinite(mean[step]))
  const trends = means.flatMap(({ block, mean }): GateTrend[] => {
    const steps = known(mean)
    if (steps.length === 0) return []
    const average = (chosen: readonly number[]): number =>
      chosen.reduce((sum, step) => sum + mean[step]!, 0) / chosen.length
    const marked = steps.filter((step) => marks.includes(step))
    const others = steps.filter((step) => !marks.includes(step))
    if (marked.length > 0 && others.length > 0) {
      return [{ kind: 'atMarks', block, marked: average(marked), others: average(others) }]
    }
    const lowAt = steps.reduce((best, step) => (mean[step]! < mean[best]! ? step : best))
    const highAt = steps.reduce((best, step) => (mean[step]! > mean[best]! ? step : best))
    const [low, high] = [mean[lowAt]!, mean[highAt]!]
    if (high - low < APART) return [{ kind: 'level', block, mean: average(steps) }]
    return [{ kind: 'ends', block, low, lowAt, high, highAt }]
  })
  return trends.reduce<GateTrend>((best, each) => (change(each) > change(best) ? each : best), {
    kind: 'none',
  })
}

function change(trend: GateTrend): number {
  if (trend.kind === 'atMarks') return Math.abs(trend.marked - trend.others)
  if (trend.kind === 'ends') return trend.high - trend.low
  return trend.kind === 'level' ? 0 : -1
}
