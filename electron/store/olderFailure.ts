import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'

const DIED = /^the training thread died after update (\d+): (.*)$/s
const NOT_BUILT = /^the network could not be built: (.*)$/s
const EXIT_CODE = /^exit code (-?\d+)$/

/**
 * Why a run failed that a version kept which wrote the sentence alone, so that a window can say it in its own
 * language; null of any other sentence.
 */
export function olderFailure(sentence: string): Reason | null {
  const died = DIED.exec(sentence)
  if (died) return reason('threadDied', { update: Number(died[1]), why: cause(died[2]!) })
  const notBuilt = NOT_BUILT.exec(sentence)
  return notBuilt ? reason('notBuilt', { why: cause(notBuilt[1]!) }) : null
}

function cause(words: string): Reason {
  const exit = EXIT_CODE.exec(words)
  return exit ? reason('exitCode', { code: Number(exit[1]) }) : reason('words', { text: words })
}
