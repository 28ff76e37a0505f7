import { describe, expect, it } from 'vitest'
import type { Observation } from '../contract/observation'
import { emptyObservation } from '../contract/views'
import { defaultExperiment } from '../experiment/defaults'
import type { RunFacts } from './facts'
import { holdsInRun, judgeCheck, judgePrediction, numberOf } from './judge'
import type { CheckBlock, PredictBlock } from './lesson'
import { readProbe } from './probe'

/** A set of sequences of a length as an evaluation after `updates` updates found it. */
function evaluated(updates: number, loss: number, accuracy: number): Observation {
  const set = { seqLen: 20, sequences: 64, baseline: 1 / 6, floor: 0, focus: null, confusion: null }
  const at = { stepsPerPosition: 1, lossAt: new Float64Array(0), accuracyAt: null }
  const sets = [
    { ...set, ...at, split: 'training' as const, loss: 0, accuracy: 1 },
    { ...set, ...at, split: 'validation' as const, loss, accuracy },
  ]
  return { ...emptyObservation(updates - 1), evaluation: { sets } }
}

/** Of the adding task, whose trivial guesser loses 1/6. */
const facts: RunFacts = {
  experiment: defaultExperiment(),
  status: 'done',
  loss: [0.5, 0.2, 0.1, 0.4],
  smoothed: [0.5, 0.3, 0.12, 0.2],
  gradNorm: [2, 0.5, 3, 1],
  gradNormClipped: [1, 0.5, 1, 1],
  divergedAfter: null,
  observations: [evaluated(1, 0.3, 0.5), evaluated(3, 0.4, 0.25)],
  numTunings: 0,
  visits: new Set(['microscope/backward/3']),
}

type Given<B> = Partial<Omit<B, 'probe'>> & { readonly probe: string }
const check = ({ probe, ...given }: Given<CheckBlock>): CheckBlock => ({
  ...{ kind: 'check', id: 'c', line: 1, when: 'end', probe: readProbe(probe)! },
  ...given,
})
const predict = ({ probe, ...given }: Partial<Given<PredictBlock>>): PredictBlock => ({
  ...{ kind: 'predict', id: 'p', line: 1, type: 'number', ask: '?' },
  ...(probe === undefined ? {} : { probe: readProbe(probe)! }),
  ...given,
})

describe('a check', () => {
  it.each([
    ['of the end', check({ probe: 'loss.smoothed', atMost: 0.2 }), true],
    ['of the start', check({ probe: 'loss.smoothed', when: 'start', is: 0.5 }), true],
    ['of any update', check({ probe: 'loss.smoothed', when: 'any', below: 0.15 }), true],
    [
      'of any update before another',
      check({ probe: 'loss.smoothed', when: 'any', before: 3, below: 0.15 }),
      false,
    ],
    ['of all updates', check({ probe: 'loss', when: 'always', above: 0.1 }), false],
    ['of all updates after one', check({ probe: 'loss', when: 'always', after: 3, above: 0.1 }), true],
    ['of all of none', check({ probe: 'loss', when: 'always', after: 4, above: 0.1 }), false],
    ['of half the baseline', check({ probe: 'loss.smoothed', when: 'always', above: 'baseline/2' }), true],
    ['of twice the baseline', check({ probe: 'loss.smoothed', when: 'any', above: '2*baseline' }), true],
    ['between bounds, both among them', check({ probe: 'loss', between: [0.4, 0.4] }), true],
    ['of held-out sequences', check({ probe: 'validation.loss', when: 'always', above: 0.25 }), true],
    ['of right answers among them', check({ probe: 'validation.accuracy', atLeast: 0.5 }), false],
    ['of a word', check({ probe: 'status', is: 'done' }), true],
    ['of a field', check({ probe: 'field:model.cell', is: 'gru' }), true],
    ['of what was opened', check({ probe: 'visited:microscope/backward/3', is: true }), true],
    ['of what was not opened', check({ probe: 'visited:microscope/backward/2', is: true }), false],
    ['of a divergence that there was none of', check({ probe: 'divergedAfter', atMost: 9 }), false],
    ['of the share that was clipped', check({ probe: 'clippedShare', is: 0.5 }), true],
    ['of a view that was not observed', check({ probe: 'verdict', is: 'healthy' }), false],
  ])('%s', (_, block, isMet) => expect(judgeCheck(block, facts).isMet).toBe(isMet))

  it('names the value that decided, and the updates after which it was so', () => {
    const met = check({ probe: 'loss', when: 'any', below: 0.3 })
    expect(judgeCheck(met, facts).fact).toEqual({ updates: 2, value: 0.2 })
    const failing = check({ probe: 'loss', when: 'always', below: 0.5, after: 1 })
    expect(judgeCheck(failing, facts)).toEqual({ isMet: true, fact: { updates: 4, value: 0.4 } })
    expect(judgeCheck({ ...failing, below: 0.15 }, facts).fact).toEqual({ updates: 2, value: 0.2 })
  })

  it('is met by no value that is not a number', () => {
    for (const bound of ['atMost', 'atLeast', 'above', 'below'] as const) {
      expect(judgeCheck(check({ probe: 'loss', [bound]: 0.5 }), { ...facts, loss: [NaN] }).isMet).toBe(false)
    }
  })

  it('knows multiples of the baseline and no other words', () => {
    expect(
      ['baseline', 'baseline/2', '10*baseline', '1.5*baseline/3'].map((bound) => numberOf(bound, facts)),
    ).toEqual([1 / 6, 1 / 12, (1 / 6) * 10, ((1 / 6) * 1.5) / 3])
    expect(numberOf('base', facts)).toBeNaN()
  })
})

describe('a prediction', () => {
  it.each([
    ['as near as absolute says', predict({ answer: 6, within: { absolute: 2 } }), 8, true],
    ['not nearer', predict({ answer: 6, within: { absolute: 2 } }), 8.1, false],
    ['as near as relative says', predict({ answer: -10, within: { relative: 0.1 } }), -11, true],
    ['within a factor of ten', predict({ answer: 1e-12, within: { decades: 1 } }), 9e-12, true],
    ['of another sign', predict({ answer: 1, within: { decades: 5 } }), -1, false],
    ['exact where nothing else is said', predict({ answer: 10 }), 10, true],
    ['of the nearest power of ten', predict({ type: 'powerOfTen', answer: 2 }), 2, true],
    ['of another power of ten', predict({ type: 'powerOfTen', answer: 2 }), 3, false],
    ['of an option', predict({ type: 'choice', options: ['a', 'b'], answer: 1 }), 1, true],
    ['of another option', predict({ type: 'choice', options: ['a', 'b'], answer: 1 }), 0, false],
    [
      'against the run, where the lesson has no answer',
      predict({ probe: 'loss', within: { absolute: 0.05 } }),
      0.42,
      true,
    ],
    ['of the power of ten of the run', predict({ type: 'powerOfTen', probe: 'loss' }), 0, true],
  ])('is right or wrong: %s', (_, block, answer, isRight) => {
    expect(judgePrediction(block, answer, facts)).toBe(isRight)
  })

  it('of an order is right in that order alone', () => {
    const order = predict({ type: 'order', options: ['a', 'b', 'c'], answer: [2, 0, 1] })
    expect([judgePrediction(order, [2, 0, 1], null), judgePrediction(order, [0, 1, 2], null)]).toEqual([
      true,
      false,
    ])
  })

  it('waits for the run that answers it', () => {
    expect(judgePrediction(predict({ probe: 'loss', within: { absolute: 1 } }), 3, null)).toBeNull()
  })

  it('with an answer of its own holds in a run that did so, and not in another', () => {
    const block = predict({ probe: 'loss', answer: 0.5, within: { absolute: 0.15 } })
    expect(holdsInRun(block, facts)).toBe(true)
    expect(holdsInRun({ ...block, answer: 1 }, facts)).toBe(false)
    expect(holdsInRun({ ...block, answer: undefined }, facts)).toBeNull()
  })
})
