/** Answers that come in the order of their questions. */
export interface Replies<T> {
  /** Asks one more question: resolves with its answer. */
  next(): Promise<T>
  /** Answers the oldest open question, if there is one. */
  resolveNext(value: T): void
  /** Answers all open questions alike. */
  resolveAll(value: T): void
}

export function createReplies<T>(): Replies<T> {
  let waiting: ((value: T) => void)[] = []
  return {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    resolveNext(value) {
      waiting.shift()?.(value)
    },
    resolveAll(value) {
      const resolved = waiting
      waiting = []
      for (const resolve of resolved) resolve(value)
    },
  }
}
