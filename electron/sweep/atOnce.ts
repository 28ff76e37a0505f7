import { memoryNeed } from '../../core/experiment/memory'
import { MEMORY_LIMIT_GB } from '../../core/experiment/relations'
import type { Trial } from '../../core/sweep/sweep'
import { threadsOfTrial } from './trainRun'

/** What there is to train with. */
export interface Means {
  /** Threads that may compute, in all. */
  readonly threads: number
  /** Bytes of the machine's memory. */
  readonly memory: number
}

/** The share of a machine's memory that trials may take together, where it is more than one run may. */
const SHARE = 1 / 2

/** Bytes that trials may take together on a machine with so many. */
export const mostMemory = (memory: number) => Math.max(MEMORY_LIMIT_GB * 1e9, SHARE * memory)

/**
 * How many trials of a sweep train at a time, at least one: as many as there are threads for, each counted like
 * the one that takes the most, and as there is memory for.
 */
export function trialsAtOnce(
  trials: readonly Pick<Trial, 'experiment'>[],
  { threads, memory }: Means,
): number {
  const bytes = mostMemory(memory)
  let [mostThreads, mostBytes] = [1, 1]
  for (const { experiment } of trials) {
    mostThreads = Math.max(mostThreads, threadsOfTrial(experiment))
    mostBytes = Math.max(mostBytes, memoryNeed(experiment).total)
  }
  return Math.max(1, Math.min(Math.floor(threads / mostThreads), Math.floor(bytes / mostBytes)))
}
