import type { Parameter } from '../nn/parameter'
import { train } from './train'
import type { Trainer } from './trainer'

/** How far the weights of two networks are apart, over those that both have with one shape. */
export interface WeightsApart {
  /** Updates that both have made. */
  readonly made: number
  /** L2 norm of the difference. */
  readonly distance: number
  /** The largest difference of any one weight. */
  readonly largest: number
  /** Whether any weight differs, if only in its last bit. */
  readonly differ: boolean
}

type Pair = readonly [one: Parameter, other: Parameter]

/** Parameters that both have with one shape, by their names, and the names of those that only one has so. */
export function pairParameters(
  one: Trainer,
  other: Trainer,
): { readonly pairs: readonly Pair[]; readonly unpaired: readonly string[] } {
  const [ours, theirs] = [one.model.parameters, other.model.parameters]
  const pairs = ours.flatMap((parameter): Pair[] => {
    const twin = theirs.find(({ name }) => name === parameter.name)
    return twin && String(twin.shape) === String(parameter.shape) ? [[parameter, twin]] : []
  })
  const paired = new Set(pairs.map(([{ name }]) => name))
  const names = new Set([...ours, ...theirs].map(({ name }) => name))
  return { pairs, unpaired: [...names].filter((name) => !paired.has(name)) }
}

/**
 * How far apart the weights are:  d = √Σ (a - b)²  and  max |a - b|.
 *
 * Numbers of both kinds are compared as float64, which holds them all.
 */
export function weightsApart(pairs: readonly Pair[]): Omit<WeightsApart, 'made'> {
  let [sum, largest, differ] = [0, 0, false]
  for (const [{ value: ours }, { value: theirs }] of pairs) {
    for (let i = 0; i < ours.length; i++) {
      const difference = Math.abs(ours[i]! - theirs[i]!)
      if (difference === 0) continue
      differ = true
      sum += difference * difference
      if (difference > largest) largest = difference
    }
  }
  return { distance: Math.sqrt(sum), largest, differ }
}

/** What one update of both has come to: how far they are apart then, and the losses that they had in it. */
export interface UpdateInStep extends WeightsApart {
  readonly losses: readonly [one: number, other: number]
}

/**
 * Trains two networks in step, an update of the one and an update of the other, and yields after each how far
 * apart they are. Ends where either ends.
 */
export function* trainInStep(
  one: Trainer,
  other: Trainer,
  pairs: readonly Pair[],
): Generator<UpdateInStep, void, undefined> {
  const [ours, theirs] = [train(one), train(other)]
  for (;;) {
    const [mine, its] = [ours.next(), theirs.next()]
    if (mine.done || its.done) return
    yield { made: one.progress.update, ...weightsApart(pairs), losses: [mine.value.loss, its.value.loss] }
  }
}
