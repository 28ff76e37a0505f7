import { createRandom, deriveSeed } from '../math/random'

/**
 * Endless points, uniform over the unit cube and independent, from the stream `sweep` of a seed: each point
 * takes one number a dimension, in order.
 */
export function* randomPoints(numDimensions: number, seed: number): Generator<number[]> {
  const random = createRandom(deriveSeed(seed, 'sweep'))
  for (;;) yield Array.from({ length: numDimensions }, () => random.uniform())
}
