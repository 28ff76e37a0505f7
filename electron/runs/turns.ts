/**
 * Who may train: so many at a time, and the others in the order in which they came, or were put by a person.
 */
export interface Turns {
  /** Calls `begin` when it is the turn of `id`: at once if fewer train than may. */
  take(id: string, begin: () => void): void
  /** It trains, whether it was its turn or not. */
  claim(id: string): void
  /** It trains no more, or waits no more. */
  give(id: string): void
  /** How many wait before it; null where it does not wait. */
  placeOf(id: string): number | null
  /** Puts one that waits at another place; 0 is the next. */
  move(id: string, place: number): void
}

interface Waiting {
  readonly id: string
  begin(): void
}

/** `moved` hears of everyone that waits when their places have changed. */
export function createTurns(most: number, moved: (ids: readonly string[]) => void): Turns {
  const training = new Set<string>()
  let waiting: Waiting[] = []

  const idsOf = (queue: readonly Waiting[]) => queue.map(({ id }) => id)

  function beginNext(): void {
    while (training.size < most && waiting.length > 0) {
      const [next, ...others] = waiting
      waiting = others
      training.add(next!.id)
      next!.begin()
    }
  }

  return {
    take(id, begin) {
      if (training.has(id)) return begin()
      waiting = [...waiting.filter((each) => each.id !== id), { id, begin }]
      beginNext()
    },
    claim(id) {
      waiting = waiting.filter((each) => each.id !== id)
      training.add(id)
    },
    give(id) {
      const before = waiting.length
      training.delete(id)
      waiting = waiting.filter((each) => each.id !== id)
      beginNext()
      if (before !== waiting.length) moved(idsOf(waiting))
    },
    placeOf(id) {
      const place = waiting.findIndex((each) => each.id === id)
      return place < 0 ? null : place
    },
    move(id, place) {
      const moving = waiting.find((each) => each.id === id)
      if (!moving) return
      const others = waiting.filter((each) => each !== moving)
      waiting = [...others.slice(0, place), moving, ...others.slice(place)]
      moved(idsOf(waiting))
    },
  }
}
