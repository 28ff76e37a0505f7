import { exp, log } from '../math/elementary'
import type { Candidates, FieldValue, Range } from './sweep'
import { isRange } from './sweep'

/** How many values a field is tried with; infinite for a range. */
export function numCandidates(candidates: Candidates): number {
  return isRange(candidates) ? Infinity : candidates.length
}

/**
 * The value that a coordinate u in [0, 1) stands for. Of a list each is equally likely. In a range
 *
 *     linear:  min + (max - min) u                 log:  min (max / min)^u
 *
 * and of whole numbers each stands for the stretch up to the next one, so that on the linear scale all are
 * equally likely and on the logarithmic one k is so with ln((k + 1) / k):
 *
 *     linear:  ⌊min + (max + 1 - min) u⌋           log:  ⌊min ((max + 1) / min)^u⌋
 *
 * The same bits on every machine: `exp` and `log` are the project's own.
 */
export function candidateAt(candidates: Candidates, isWhole: boolean, u: number): FieldValue {
  if (!isRange(candidates)) return candidates[Math.floor(u * candidates.length)]
  const { min, max } = candidates
  const value = isWhole ? Math.floor(between(candidates, max + 1, u)) : between(candidates, max, u)
  // What is rounded may lie outside by a last digit.
  return Math.min(max, Math.max(min, value))
}

function between({ min, scale }: Range, end: number, u: number): number {
  return scale === 'linear' ? min + (end - min) * u : min * exp(u * log(end / min))
}
