import type { Floats } from '../math/floats'
import type { Parameter } from '../nn/parameter'
import { updateRatios } from './gradientFlow'
import type { UpdateRatio } from './gradientFlow'

/**
 * The weights that a pass computed with. The optimizer has changed them by the time anybody looks, and what is
 * computed from the pass's caches with other weights would be neither the one update's nor the next one's.
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
      copies ??= parameters.map(({ value }) => value.slice())
      for (let p = 0; p < copies.length; p++) copies[p].set(parameters[p].value)
      copied = update
    },
    isOf: (update) => copied === update,
    ratios: () => updateRatios(copies ?? [], parameters),
    during(act) {
      const before = (copies ??= parameters.map(({ value }) => value.slice()))
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
