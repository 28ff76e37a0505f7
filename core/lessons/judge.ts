import { bindTask } from '../tasks/bind'
import { factsOf, type Fact, type FactValue, type RunFacts } from './facts'
import type { Bound, CheckBlock, Moment, PredictBlock, Tolerance } from './lesson'
import { BASELINE_FORM } from './schema'

/** What became of a check in a run. */
export interface CheckResult {
  readonly isMet: boolean
  /** The value that decided: the first that met it, or the one that came nearest last; null for none. */
  readonly fact: Fact | null
}

/** Whether a run is as a check asks. */
export function judgeCheck(check: CheckBlock, facts: RunFacts): CheckResult {
  const found = factsOf(facts, check.probe, check)
  const meets = ({ value }: Fact) => isWithin(check, value, facts)
  if (check.when === 'always') {
    const failing = found.find((fact) => !meets(fact))
    return { isMet: found.length > 0 && !failing, fact: failing ?? found.at(-1) ?? null }
  }
  const met = found.find(meets)
  return { isMet: met !== undefined, fact: met ?? found.at(-1) ?? null }
}

function isWithin(check: CheckBlock, value: FactValue, facts: RunFacts): boolean {
  if (check.is !== undefined)
    return value === (typeof value === 'number' ? numberOf(check.is, facts) : check.is)
  if (typeof value !== 'number') return false
  const bound = (name: 'atMost' | 'atLeast' | 'above' | 'below') =>
    check[name] === undefined ? undefined : numberOf(check[name], facts)
  const [atMost, atLeast, above, below] = [bound('atMost'), bound('atLeast'), bound('above'), bound('below')]
  if (check.between) {
    const [low, high] = check.between.map((each) => numberOf(each, facts)) as [number, number]
    return value >= low && value <= high
  }
  // Comparisons are written so that NaN meets none of them.
  return (
    (atMost === undefined || value <= atMost) &&
    (atLeast === undefined || value >= atLeast) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  )
}

/**
 * A bound as a number: `baseline/2` and `2*baseline` are multiples of what the task's trivial guesser loses.
 */
export function numberOf(bound: Bound | boolean, { experiment }: Pick<RunFacts, 'experiment'>): number {
  if (typeof bound === 'number') return bound
  const multiple = typeof bound === 'string' ? BASELINE_FORM.exec(bound) : null
  if (!multiple) return NaN
  const { baseline } = bindTask(experiment.task)
  const [, factor, , divisor] = multiple
  return (
    (baseline * (factor === undefined ? 1 : parseFloat(factor))) / (divisor ? Number(divisor.slice(1)) : 1)
  )
}

/** The value that a prediction is about, as the run has it; null where it has none. */
export function measured({ probe, when, after, before }: PredictBlock, facts: RunFacts): number | null {
  if (!probe) return null
  const moment: Moment = { when: when ?? 'end', after, before }
  const value = factsOf(facts, probe, moment).at(-1)?.value
  return typeof value === 'number' ? value : null
}

/**
 * Whether a learner's answer counts as right: against the lesson's own answer, or where it has none against
 * what the run really did. Null where there is nothing to hold it against yet.
 */
export function judgePrediction(
  block: PredictBlock,
  answer: number | readonly number[],
  facts: RunFacts | null,
): boolean | null {
  const { type } = block
  if (type === 'choice') return answer === block.answer
  if (type === 'order') return String(answer) === String(block.answer)
  if (typeof answer !== 'number') return false
  if (typeof block.answer === 'number') return isNear(answer, block.answer, toleranceOf(block))
  const value = facts ? measured(block, facts) : null
  if (value === null) return null
  return isNear(answer, type === 'powerOfTen' ? Math.log10(Math.abs(value)) : value, toleranceOf(block))
}

/**
 * Whether what a run did agrees with the answer that a lesson gives, so that the answer is true of this run.
 * Null where a prediction has no answer of its own, or is not about a run.
 */
export function holdsInRun(block: PredictBlock, facts: RunFacts): boolean | null {
  if (typeof block.answer !== 'number' || !block.probe) return null
  const value = measured(block, facts)
  if (value === null) return false
  return isNear(
    block.type === 'powerOfTen' ? Math.log10(Math.abs(value)) : value,
    block.answer,
    toleranceOf(block),
  )
}

/** A power of ten is right to the nearest where nothing else is said, a number where it is the same. */
function toleranceOf({ type, within }: PredictBlock): Tolerance {
  if (type !== 'powerOfTen') return within ?? { absolute: 0 }
  return { absolute: within?.decades ?? within?.absolute ?? 0.5 }
}

function isNear(given: number, right: number, { absolute, relative, decades }: Tolerance): boolean {
  if (absolute !== undefined) return Math.abs(given - right) <= absolute
  if (relative !== undefined) return Math.abs(given - right) <= relative * Math.abs(right)
  return given * right > 0 && Math.abs(Math.log10(given / right)) <= (decades ?? 0)
}
