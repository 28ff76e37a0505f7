import { reason } from '../contract/reasons'
import { z } from '../experiment/zod'
import { MAX_STEPS } from '../tasks/settings'
import { complaint } from './report'

/*
 * A task as a person writes it down in JSON. What a schema cannot say of it, `grammar.ts` and `sequences.ts`
 * check.
 */

/** So many symbols, states, branches or columns are a rule that a person wrote. */
export const MOST_NAMES = 1000
const MOST_SEQUENCES = 100_000
/** Characters of a name, an answer among them. */
export const NAME_LENGTH = 40
const LARGEST = 1e6

const expectedText = complaint(reason('expectedText', { most: NAME_LENGTH }))
const name = z.string(expectedText).min(1, expectedText).max(NAME_LENGTH, expectedText)

function names(min: number) {
  const expected = complaint(reason('expectedNames', { min, most: MOST_NAMES }))
  return z.array(name, expected).min(min, expected).max(MOST_NAMES, expected)
}

/** A text that says something to a person. */
function words(most: number) {
  const expected = complaint(reason('expectedShort', { most }))
  return z.string(expected).max(most, expected)
}

function numberFrom(min: number, max: number) {
  const expected = complaint(reason('expectedNumber', { min, max }))
  return z.number(expected).min(min, expected).max(max, expected)
}

function numberAbove(min: number, max: number) {
  const expected = complaint(reason('expectedAbove', { min, max }))
  return z.number(expected).gt(min, expected).max(max, expected)
}

const objectWith = (keys: string) => complaint(reason('expectedKeys', { keys }))
const oneOf = (values: readonly string[]) =>
  complaint(reason('expectedValues', { values: values.join(', ') }))

const branch = z
  .strictObject(
    {
      symbol: name.describe('a symbol of the alphabet'),
      to: name.describe('the state that follows'),
      probability: numberAbove(0, 1)
        .optional()
        .describe('of a state all branches have one, or none: then all are as likely'),
    },
    objectWith('symbol, to'),
  )
  .describe('one way out of a state')

const expectedBranches = complaint(reason('expectedBranches', { most: MOST_NAMES }))
const state = z.strictObject(
  {
    next: z
      .array(branch, expectedBranches)
      .max(MOST_NAMES, expectedBranches)
      .optional()
      .describe('the ways out; a state without any ends a string'),
    answer: name.optional().describe('what is to be answered after the step that led here'),
  },
  objectWith('next'),
)

const grammar = z.strictObject(
  {
    start: name.describe('the state in which each string begins'),
    states: z.record(z.string(), state, complaint(reason('expectedStates'))),
    endless: z
      .boolean(complaint(reason('expectedFlag')))
      .optional()
      .describe('true for a grammar that is to write one string without an end'),
  },
  objectWith('start, states'),
)

const value = numberFrom(-LARGEST, LARGEST)
const row = z.union([value, z.array(value)], complaint(reason('expectedRow')))
const steps = z
  .union([z.string(), z.array(z.union([name, value, z.array(value)]))], complaint(reason('expectedSteps')))
  .describe('symbols, as a text or a list; or numbers, a list of them where there are several columns')

const sequence = z.strictObject(
  {
    input: steps,
    target: z
      .union([z.string(), row, steps], complaint(reason('expectedAnswers')))
      .optional()
      .describe('the answer, or where it is asked for at each step, one for each'),
    weight: numberAbove(0, LARGEST).optional().describe('how often it is drawn, beside the others [1]'),
  },
  objectWith('input, target'),
)

const [targets, times] = [['next', 'answer'] as const, ['each', 'end'] as const]
const expectedSteps = complaint(reason('expectedWhole', { min: 2, max: MAX_STEPS }))
const expectedSequences = complaint(reason('expectedSequences', { most: MOST_SEQUENCES }))

/** A task as a file describes it. */
export const taskFileSchema = z.strictObject(
  {
    $schema: words(2000).optional().describe('address of this schema'),
    title: words(100).optional(),
    note: words(1000).optional(),
    alphabet: names(2).optional().describe('the symbols of a task on symbols'),
    columns: z
      .strictObject({ inputs: names(1), targets: names(1).optional() }, objectWith('inputs, targets'))
      .optional()
      .describe('the columns of a task on numbers'),
    target: z
      .enum(targets, oneOf(targets))
      .describe('what is asked for: the step that comes next, or the answer that is given'),
    at: z.enum(times, oneOf(times)).optional().describe('at each step [each], or at the end'),
    steps: z
      .int(expectedSteps)
      .min(2, expectedSteps)
      .max(MAX_STEPS, expectedSteps)
      .optional()
      .describe('of a grammar: steps in a sequence [20]'),
    grammar: grammar.optional(),
    sequences: z
      .array(sequence, expectedSequences)
      .min(1, expectedSequences)
      .max(MOST_SEQUENCES, expectedSequences)
      .optional(),
    validation: numberFrom(0, 0.9)
      .optional()
      .describe('of listed sequences: the share that is held out [0.2], spread over the list'),
  },
  objectWith('alphabet, target, grammar'),
)

export type TaskFile = z.infer<typeof taskFileSchema>
export type GrammarPart = NonNullable<TaskFile['grammar']>
export type SequencePart = NonNullable<TaskFile['sequences']>[number]
