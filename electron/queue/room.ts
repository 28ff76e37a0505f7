/** What a trial takes of a machine, or a machine has. */
export interface Amount {
  readonly threads: number
  /** Bytes. */
  readonly memory: number
}

/** Room on a machine for trials that train at a time. */
export interface Room {
  /** Resolves when there is room, in the order of the calls; returns what gives it back. */
  take(need: Amount): Promise<() => void>
}

/** What takes more than there is has it alone. */
export function createRoom(most: Amount): Room {
  let [threads, memory, numTaken] = [0, 0, 0]
  const waiting: { readonly need: Amount; readonly begin: () => void }[] = []

  function letIn(): void {
    for (;;) {
      const [next] = waiting
      const fits =
        next && threads + next.need.threads <= most.threads && memory + next.need.memory <= most.memory
      if (!next || !(fits || numTaken === 0)) return
      waiting.shift()
      threads += next.need.threads
      memory += next.need.memory
      numTaken++
      next.begin()
    }
  }

  function giveBack(need: Amount): void {
    threads -= need.threads
    memory -= need.memory
    numTaken--
    letIn()
  }

  return {
    take: (need) =>
      new Promise((resolve) => {
        waiting.push({ need, begin: () => resolve(() => giveBack(need)) })
        letIn()
      }),
  }
}
