import type { Observation } from '../contract/observation'
import type { Experiment } from '../experiment/experiment'
import { valueAt } from '../fields/path'
import type { Moment } from './lesson'
import type { Probe } from './probe'

/** What a run really did: its log, and what was observed of it. */
export interface RunFacts {
  readonly experiment: Experiment
  readonly status: string
  /** Of every update made, from the first. */
  readonly loss: ArrayLike<number>
  /** Smoothed over updates, as the stop rules look at it. */
  readonly smoothed: ArrayLike<number>
  readonly gradNorm: ArrayLike<number>
  readonly gradNormClipped: ArrayLike<number>
  /** Updates made before the loss or the gradient was no number any more; null if it never was. */
  readonly divergedAfter: number | null
  /** Oldest first. */
  readonly observations: readonly Observation[]
  /** Settings changed while it trained. */
  readonly numTunings: number
  /** What the learner opened. */
  readonly visits: ReadonlySet<string>
}

export type FactValue = number | string | boolean

/** A value and the number of updates after which it was so. */
export interface Fact {
  readonly updates: number
  readonly value: FactValue
}

/**
 * What a probe says of a run at a moment: one value at its start or its end, and for `any` and `always` those
 * of all updates in between. Empty where there is nothing: the run was too short, or it was not observed.
 */
export function factsOf(
  facts: RunFacts,
  probe: Probe,
  { when, after = 0, before = Infinity }: Moment,
): Fact[] {
  const all = seriesOf(facts, probe).filter(({ updates }) => updates > after && updates < before)
  if (when === 'start') return all.slice(0, 1)
  return when === 'end' ? all.slice(-1) : all
}

function seriesOf(facts: RunFacts, probe: Probe): Fact[] {
  const updates = Math.max(facts.loss.length, 1)
  const alone = (value: FactValue | null | undefined): Fact[] =>
    value === null || value === undefined ? [] : [{ updates, value }]
  switch (probe.name) {
    case 'status':
      return alone(facts.status)
    case 'updates':
      return alone(facts.loss.length)
    case 'divergedAfter':
      return alone(facts.divergedAfter)
    case 'tunings':
      return alone(facts.numTunings)
    case 'field':
      return alone(valueAt(facts.experiment, probe.path) as FactValue)
    case 'visited':
      return alone(facts.visits.has(probe.place))
    case 'loss':
      return columnOf(facts.loss)
    case 'loss.smoothed':
      return columnOf(facts.smoothed)
    case 'validation.loss':
      return observed(facts, ({ evaluation }) => heldOut(evaluation)?.loss)
    case 'validation.accuracy':
      return observed(facts, ({ evaluation }) => heldOut(evaluation)?.accuracy ?? undefined)
    case 'gradNorm':
      return columnOf(facts.gradNorm)
    case 'clippedShare':
      return alone(clippedShare(facts))
    case 'memoryLength':
      return observed(facts, ({ memory }) => memory?.memoryLength)
    case 'stateNorm':
      return observed(facts, ({ states }) => (states ? lastStateNorm(states) : undefined))
    case 'verdict':
      return observed(facts, ({ jacobian }) => jacobian?.verdict.verdict)
    case 'gain':
      return observed(facts, ({ jacobian }) => jacobian?.verdict.gain)
    case 'factorPerStep':
      return observed(facts, ({ jacobian }) => jacobian?.verdict.factor)
    case 'gradH':
      return observed(facts, ({ flow }) => flow?.layers.at(-1)?.h[probe.t - 1])
    case 'gate':
      return observed(facts, ({ gates }) => {
        const gate = gates?.layers.at(-1)?.gates.find((each) => each.gate === probe.gate)
        return gate ? mean(gate[probe.end]) : undefined
      })
  }
}

function columnOf(values: ArrayLike<number>): Fact[] {
  return Array.from(values, (value, i) => ({ updates: i + 1, value }))
}

function observed(
  { observations }: RunFacts,
  valueOf: (observation: Observation) => FactValue | undefined,
): Fact[] {
  return observations.flatMap((observation) => {
    const value = valueOf(observation)
    return value === undefined ? [] : [{ updates: observation.update + 1, value }]
  })
}

/** On the sequences that training never sees, as long as those that it does. */
const heldOut = (evaluation: Observation['evaluation']) =>
  evaluation?.sets.find(({ split }) => split === 'validation')

/** ||h_T|| of the sequence that is shown. */
function lastStateNorm({ h, seqLen, hiddenSize }: NonNullable<Observation['states']>): number {
  return Math.hypot(...h.subarray((seqLen - 1) * hiddenSize, seqLen * hiddenSize))
}

function clippedShare({ gradNorm, gradNormClipped }: RunFacts): number | null {
  if (gradNorm.length === 0) return null
  let numClipped = 0
  for (let i = 0; i < gradNorm.length; i++) if (gradNormClipped[i]! < gradNorm[i]!) numClipped++
  return numClipped / gradNorm.length
}

/** Of the steps that were looked at. */
function mean(values: Float64Array): number {
  const seen = values.filter((value) => !Number.isNaN(value))
  return seen.reduce((sum, value) => sum + value, 0) / seen.length
}
