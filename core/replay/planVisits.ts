/**
 * Which updates to go back to, out of those that are wanted, in their order: all where that means to make at
 * most `most` updates again; else fewer, evenly spread, and right behind checkpoints where the way from them
 * is what takes long. At least one, however far it is. `startOf` says at which update the way to another one
 * starts.
 */
export function planVisits(
  wanted: readonly number[],
  startOf: (update: number) => number,
  most: number,
): readonly number[] {
  for (let stride = 1; ; stride *= 2) {
    const thinned = wanted.filter((_, i) => i % stride === 0)
    if (updatesToMake(thinned, startOf) <= most) return thinned
    const atStarts = [...new Set(thinned.map(startOf))].filter((update) => update >= wanted[0])
    if (atStarts.length > 0 && atStarts.length <= most) return atStarts
    if (thinned.length <= 1) return thinned
  }
}

/**
 * How many updates are made on the way through all of them, each from where it starts or from the last one.
 */
function updatesToMake(visits: readonly number[], startOf: (update: number) => number): number {
  let made = 0
  let at = -1
  for (const update of visits) {
    const start = Math.max(at, startOf(update))
    made += update + 1 - start
    at = update + 1
  }
  return made
}
