/**
 * Which updates to go back to, out of those that are wanted, in their order: all where that means to make at
 * most `most` updates again; else some, evenly spread, or right behind checkpoints where the way from them is
 * what takes long, and besides as many others as that leaves time for, those on the way and the earliest. At
 * least one, however far it is. `startOf` says at which update the way to another one starts.
 */
export function planVisits(
  wanted: readonly number[],
  startOf: (update: number) => number,
  most: number,
): readonly number[] {
  const visits = spreadVisits(wanted, startOf, most)
  return visits.length === wanted.length ? visits : withOthers(visits, wanted, startOf, most)
}

function spreadVisits(
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

/** The visits, and of the wanted updates those that can be made besides. */
function withOthers(
  visits: readonly number[],
  wanted: readonly number[],
  startOf: (update: number) => number,
  most: number,
): readonly number[] {
  let left = most - updatesToMake(visits, startOf)
  const taken: number[] = []
  let at = -1
  let next = 0
  for (const update of [...new Set([...visits, ...wanted])].sort((a, b) => a - b)) {
    const isVisit = update === visits[next]
    if (isVisit) next++
    const way = update + 1 - Math.max(at, startOf(update))
    const after = visits[next]
    // The way to the next visit is the shorter for it, unless that starts behind it.
    const saved =
      after === undefined ? 0 : Math.max(update + 1, startOf(after)) - Math.max(at, startOf(after))
    if (!isVisit && way - saved > left) continue
    if (!isVisit) left -= way - saved
    taken.push(update)
    at = update + 1
  }
  return taken
}
