import type { Floats } from '../math/floats'

/**
 * The class with the largest of the scores `scores[offset .. offset + size - 1]`, the first of several; -1
 * where one of them is NaN: a network that has left the finite numbers is right nowhere. With `candidates` it
 * is sought among these classes.
 */
export function best(
  scores: Floats,
  offset: number,
  size: number,
  candidates: readonly number[] | null = null,
): number {
  let found = -1
  let largest = -Infinity
  for (let i = 0; i < (candidates?.length ?? size); i++) {
    const index = candidates ? candidates[i] : i
    const score = scores[offset + index]
    if (Number.isNaN(score)) return -1
    if (score > largest || found < 0) [found, largest] = [index, score]
  }
  return found
}
