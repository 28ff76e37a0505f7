import type { Floats } from '../math/floats'
import { norm } from '../kernels/norms'
import type { Parameter } from '../nn/parameter'
import { copyValues } from '../nn/parameter'

/**
 * The weights that a pass computed with. The optimizer has changed them by the time of an observation, and
 * what is computed from the pass's caches with other weights would be neither the one update's nor the next
 * one's.
 */
export interface PassWeights {
  /** Copies all values, into buffers of its own: to be called before update `update`. */
  take(update: number): void
  /** Whether the copy is of that update. */
  isOf(update: number): boolean
  /** How far the values have moved from the copy. */
  ratios(): UpdateRatio[]
  /** Puts the copy in place while `act` runs; afterwards the values are what they were, bit by bit. */
  during<T>(act: () => T): T
}

export function createPassWeights(parameters: readonly Parameter[]): PassWeights {
  let copies: Floats[] | null = null
  let spares: Floats[] | null = null
  let copied = -1

  return {
    take(update) {
      copies ??= copyValues(parameters)
      for (let p = 0; p < copies.length; p++) copies[p].set(parameters[p].value)
      copied = update
    },
    isOf: (update) => copied === update,
    ratios: () => updateRatios(copies ?? [], parameters),
    during(act) {
      const before = (copies ??= copyValues(parameters))
      const now = (spares ??= before.map((copy) => copy.slice()))
      parameters.forEach(({ value }, p) => {
        now[p].set(value)
        value.set(before[p])
      })
      try {
        return act()
      } finally {
        parameters.forEach(({ value }, p) => value.set(now[p]))
      }
    },
  }
}

interface UpdateRatio {
  readonly name: string
  /**
   * ||after - before|| / ||before||; infinite where a parameter of zeros was changed, 0 where nothing was.
   */
  readonly ratio: number
}

/**
 * How far an optimizer step moved each parameter, relative to its size; about 1e-3 is a usual rule of thumb.
 * @see Karpathy, CS231n notes, "Ratio of weights:updates".
 */
export function updateRatios(before: readonly Floats[], parameters: readonly Parameter[]): UpdateRatio[] {
  return parameters.map(({ name, value }, p) => {
    const old = before[p]
    const change = Float64Array.from(value, (now, i) => now - old[i])
    const moved = norm(change, 0, change.length)
    return { name, ratio: moved === 0 ? 0 : moved / norm(old, 0, old.length) }
  })
}
