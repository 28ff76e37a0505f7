import type { CheckState } from '../contract/lessons'
import type { RunFacts } from './facts'
import { judgeCheck, judgePrediction, measured } from './judge'
import type { CheckBlock, PredictBlock } from './lesson'

/*
 * How a question stands while its run goes on: what is only known at its end is open until then, and what has
 * been met stays met.
 */

/** What only ever comes to be: once it is so, no later update takes it back. */
const LASTING: readonly string[] = ['tunings', 'visited', 'field', 'divergedAfter']

/** Whether a later update can no longer change what the check looks at. */
function isDecided({ when, probe }: CheckBlock, isOver: boolean, isMet: boolean): boolean {
  if (isOver) return true
  return isMet && (when === 'start' || when === 'any' || LASTING.includes(probe.name))
}

/** How a check stands in a run that goes on, or is over. */
export function standingOf(check: CheckBlock, facts: RunFacts, isOver: boolean): CheckState {
  const { isMet, fact } = judgeCheck(check, facts)
  const values = { value: fact?.value ?? null, updates: fact?.updates ?? null }
  if (!isDecided(check, isOver, isMet)) return { state: 'open', ...values }
  // What a learner opens or changes can still come, also of a run that is over.
  const isOpen = !isMet && check.probe.name === 'visited'
  return { state: isMet ? 'met' : isOpen ? 'open' : 'unmet', ...values }
}

/** What a prediction is held against: null while the run has not come to it. */
export function markOf(
  block: PredictBlock,
  answer: number | readonly number[],
  facts: RunFacts | null,
  isOver: boolean,
): { readonly isRight: boolean | null; readonly measured: number | null } {
  const isThere = facts !== null && (isOver || block.when === 'start')
  const value = isThere ? measured(block, facts) : null
  if (block.probe && value === null && !isOver) return { isRight: null, measured: null }
  return { isRight: judgePrediction(block, answer, isThere ? facts : null), measured: value }
}
