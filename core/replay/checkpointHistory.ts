/** Things that were kept along a run, each from right before an update. */
export interface Archive<T> {
  /** Takes in the newest; updates never fall. */
  add(update: number, thing: T): void
  /** The last one from at or before an update, or null. */
  before(update: number): T | null
}

/**
 * An archive of at most `capacity` things, at least 2: the first, the newest, and between them as many as fit, evenly.
 * When it is full every second one is dropped, and from then on one is kept half as often; the newest is always there.
 */
export function createArchive<T>(capacity: number): Archive<T> {
  interface Entry {
    readonly update: number
    readonly thing: T
  }
  const room = capacity - 1
  let kept: Entry[] = []
  let newest: Entry | null = null
  /** Of those that were taken in, every how many-th is kept. */
  let stride = 1
  let numTaken = 0

  return {
    add(update, thing) {
      newest = { update, thing }
      const index = numTaken++
      if (index % stride !== 0) return
      if (kept.length === room) {
        kept = kept.filter((_, i) => i % 2 === 0)
        stride *= 2
      }
      if (index % stride === 0 && kept.length < room) kept.push(newest)
    },
    before(wanted) {
      if (newest && newest.update <= wanted) return newest.thing
      return kept.findLast(({ update }) => update <= wanted)?.thing ?? null
    },
  }
}
