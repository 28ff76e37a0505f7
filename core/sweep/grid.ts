/**
 * Every combination of so many values in each dimension, as points of the unit cube: value i of n lies at
 * (i + 1/2) / n. As nested loops would go through them: the last dimension changes fastest.
 */
export function* gridPoints(sizes: readonly number[]): Generator<number[]> {
  const at = sizes.map(() => 0)
  for (;;) {
    yield at.map((index, d) => (index + 0.5) / sizes[d])
    let d = sizes.length - 1
    while (d >= 0 && at[d] === sizes[d] - 1) at[d--] = 0
    if (d < 0) return
    at[d]++
  }
}

/** How many combinations there are. */
export function gridSize(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1)
}
