import { availableParallelism } from 'node:os'
import { readWhole } from '../numbers'
import type { Parsed } from './parse'

/** More threads than any machine of one person has. */
export const MOST_THREADS = 256

/**
 * Threads that compute, in all: as many as there are processors, unless an option says so.
 * @throws {UsageError} if it is no such number.
 */
export function threadsIn({ values }: Parsed): number {
  const text = values.get('threads')
  if (text === undefined) return availableParallelism()
  return readWhole('threads', text, [1, MOST_THREADS], `a whole number from 1 to ${MOST_THREADS}`)
}
