import type { ComputedRef } from 'vue'
import { computed, shallowReactive } from 'vue'

/** What can be asked of runs and may have to wait: for a network to be built, or for the update in hand. */
export type CommandName =
  | 'load'
  | 'start'
  | 'branch'
  | 'pause'
  | 'resume'
  | 'step'
  | 'stepBack'
  | 'stop'
  | 'shelve'
  | 'unshelve'
  | 'tune'
  | 'speed'
  | 'enqueue'
  | 'inspectNext'

/** The commands that are not answered yet. */
export interface PendingCommands {
  /** Those that change which runs there are, or the state of one: the next of them has to wait. */
  readonly isBusy: ComputedRef<boolean>
  /** The newest command that has waited so long that it is worth a word; null if none has. */
  readonly slow: ComputedRef<CommandName | null>
  has(name: CommandName): boolean
  /** Keeps the command among the pending ones until it is answered. */
  during<T>(name: CommandName, answer: Promise<T>): Promise<T>
}

/** An answer that takes longer is worth a word. */
const SLOW_MS = 300
/** They leave the run in the state that it is in. */
const KEEP_STATE: readonly CommandName[] = ['tune', 'speed', 'enqueue']

export function createPendingCommands(): PendingCommands {
  const pending = shallowReactive<{ readonly name: CommandName; isSlow: boolean }[]>([])
  return {
    isBusy: computed(() => pending.some(({ name }) => !KEEP_STATE.includes(name))),
    slow: computed(() => pending.findLast(({ isSlow }) => isSlow)?.name ?? null),
    has: (wanted) => pending.some(({ name }) => name === wanted),
    async during(name, answer) {
      const command = shallowReactive({ name, isSlow: false })
      pending.push(command)
      const timer = setTimeout(() => (command.isSlow = true), SLOW_MS)
      try {
        return await answer
      } finally {
        clearTimeout(timer)
        pending.splice(pending.indexOf(command), 1)
      }
    },
  }
}
