import type { EvaluatedSet } from '../../../core/contract/evaluation'
import type { Hue } from '../../charts/color/palette'
import { learnsBelow } from '../../../core/tasks/learning'

/** How the sets are drawn, in their order: the newest batch, as long held out, 2, 4, 8, ... times as long. */
export const SET_LOOKS: readonly { readonly hue: Hue; readonly dash?: readonly number[] }[] = [
  { hue: 'data-2', dash: [2, 3] },
  { hue: 'data-1' },
  { hue: 'data-3', dash: [7, 3] },
  { hue: 'data-4', dash: [8, 3, 2, 3] },
  { hue: 'data-1', dash: [3, 3] },
  { hue: 'data-3', dash: [2, 6] },
]

/** A set by itself, in the histories. */
export const keyOf = ({ split, seqLen }: EvaluatedSet): string => `${split}.${seqLen}`

/** Less than this share of what there is to learn is no gap: batches differ. */
const NO_GAP = 0.05

/** The validation loss beside that of the newest batch, measured by what there is to learn. */
export function gapOf(sets: readonly EvaluatedSet[]): {
  readonly training: number
  readonly validation: number
  readonly kind: 'none' | 'above' | 'below'
} | null {
  const training = sets.find(({ split }) => split === 'training')
  const validation = sets.find(({ split }) => split === 'validation')
  if (!training || !validation) return null
  const gap = (validation.loss - training.loss) / (validation.baseline - validation.floor)
  const kind = gap >= NO_GAP ? 'above' : gap <= -NO_GAP ? 'below' : 'none'
  return { training: training.loss, validation: validation.loss, kind }
}

/** Whether a network does better on a set than half of the way from the trivial answer to what is possible. */
export function holdsOn({ loss, baseline, floor }: EvaluatedSet): boolean {
  return loss < learnsBelow(baseline, floor)
}

/**
 * Up to which length the rule holds: at none, at all that were tested, or until the first at which it does
 * not.
 */
export function reachOf(
  sets: readonly EvaluatedSet[],
):
  | { readonly kind: 'notYet' | 'all' | 'alone'; readonly seqLen: number }
  | { readonly kind: 'until'; readonly seqLen: number; readonly next: EvaluatedSet }
  | null {
  const tested = sets.filter(({ split }) => split !== 'training')
  const [first] = tested
  if (!first) return null
  const failed = tested.findIndex((set) => !holdsOn(set))
  if (failed === 0) return { kind: 'notYet', seqLen: first.seqLen }
  if (failed > 0) return { kind: 'until', seqLen: tested[failed - 1]!.seqLen, next: tested[failed]! }
  return { kind: tested.length === 1 ? 'alone' : 'all', seqLen: tested.at(-1)!.seqLen }
}

/** The most frequent answer that was not the target, and how often that target came. */
export function worstConfusion({ numClasses, counts }: NonNullable<EvaluatedSet['confusion']>): {
  readonly target: number
  readonly answer: number
  readonly count: number
  readonly total: number
} | null {
  let found = -1
  counts.forEach((count, i) => {
    const isWrong = i % numClasses !== Math.floor(i / numClasses)
    if (isWrong && count > 0 && (found < 0 || count > counts[found]!)) found = i
  })
  if (found < 0) return null
  const target = Math.floor(found / numClasses)
  const row = counts.subarray(target * numClasses, (target + 1) * numClasses)
  const total = row.reduce((sum, count) => sum + count, 0)
  return { target, answer: found % numClasses, count: counts[found]!, total }
}
