import { z } from '../experiment/zod'
import { homeworkParts } from '../contract/homeworkParts'
import { figureViews, type BlockKind } from './lesson'
import { isVisit, probeForms, readProbe } from './probe'

/*
 * What may stand in the fenced blocks of a lesson. Every part says in words what it expects, for the message
 * that names file and line.
 */

export const ID_FORM = /^[a-z0-9][a-z0-9-]{0,63}$/
const words = (expected: string) => ({ error: `expected ${expected}` })

const id = z.string(words('an id')).regex(ID_FORM, words('an id of small letters, digits and hyphens'))
/** A run of the lesson, or its twin. */
const runName = z
  .string(words('the id of a run'))
  .regex(/^[a-z0-9][a-z0-9-]{0,63}(\.twin)?$/, words('the id of a run, or of its twin as in ID.twin'))
const text = z.string(words('a text')).min(1, words('a text')).max(20_000, words('at most 20,000 characters'))
const wholeFrom = (min: number) => {
  const expected = words(`a whole number from ${min}`)
  return z.int(expected).min(min, expected)
}
const positive = z.number(words('a number')).positive(words('more than 0'))

const value = z.union(
  [z.number(), z.string(), z.boolean(), z.null()],
  words('a number, a text, true, false or null'),
)
const changes = z.record(
  z.string(),
  value,
  words('values by the paths of fields, such as {"model.cell": "gru"}'),
)
const probe = z
  .string(words('the name of a probe'))
  .transform((name) => readProbe(name))
  .refine((found) => found !== null, words(`one of ${probeForms.join(', ')}`))
  .transform((found) => found!)

export const BASELINE_FORM = /^(\d+(\.\d+)?\*)?baseline(\/\d+(\.\d+)?)?$/
const bound = z.union(
  [z.number(), z.string()],
  words('a number, a word, or the baseline as in baseline/2 or 2*baseline'),
)

const moment = {
  when: z.enum(['start', 'end', 'any', 'always'], words('one of start, end, any, always')),
  after: wholeFrom(0).optional(),
  before: wholeFrom(1).optional(),
}

const tolerance = z
  .strictObject(
    { absolute: positive.optional(), relative: positive.optional(), decades: positive.optional() },
    words('{"absolute": x}, {"relative": x} or {"decades": x}'),
  )
  .refine((given) => Object.keys(given).length === 1, words('one of absolute, relative, decades'))

const visit = z
  .string(words('what is opened'))
  .refine(isVisit, words('microscope/forward/t, microscope/backward/t or microscope/gradients'))
const solution = z.strictObject(
  {
    changes: changes.optional(),
    tuning: z
      .array(
        z.strictObject({
          update: wholeFrom(0),
          'optimizer.lr': positive.optional(),
          'clip.threshold': positive.optional(),
        }),
        words('a list of changes while it trains'),
      )
      .optional(),
    visits: z.array(visit).optional(),
  },
  words('an object with changes, tuning or visits'),
)

/** By the word behind the fence. */
export const blockSchemas = {
  run: z.strictObject({
    id: id.optional(),
    experiment: z.record(z.string(), z.unknown(), words('an experiment')).optional(),
    changes: changes.optional(),
    of: id.optional(),
    seed: z
      .union([z.literal('learner'), wholeFrom(0)], words('"learner" or a whole number from 0'))
      .default('learner'),
    speed: positive.optional(),
    twin: changes.optional(),
  }),
  figure: z.strictObject({
    view: z.enum(figureViews, words(`one of ${figureViews.join(', ')}`)),
    run: runName.optional(),
    t: wholeFrom(1).optional(),
    part: z.enum(homeworkParts, words(`one of ${homeworkParts.join(', ')}`)).optional(),
  }),
  predict: z.strictObject({
    id,
    type: z.enum(
      ['number', 'powerOfTen', 'choice', 'order'],
      words('one of number, powerOfTen, choice, order'),
    ),
    ask: text,
    answer: z
      .union([z.number(), z.array(wholeFrom(0))], words('a number, or the order of the options from 0'))
      .optional(),
    probe: probe.optional(),
    run: runName.optional(),
    ...moment,
    when: moment.when.optional(),
    within: tolerance.optional(),
    options: z.array(text, words('a list of texts')).min(2, words('at least two options')).optional(),
    right: text.optional(),
    wrong: text.optional(),
  }),
  choice: z.strictObject({
    id,
    ask: text,
    options: z
      .array(
        z.strictObject({
          text,
          right: z.boolean(words('true or false')).optional(),
          because: text,
        }),
        words('a list of options'),
      )
      .min(2, words('at least two options')),
  }),
  check: z.strictObject({
    id,
    probe,
    run: runName.optional(),
    ...moment,
    when: moment.when.default('end'),
    atMost: bound.optional(),
    atLeast: bound.optional(),
    above: bound.optional(),
    below: bound.optional(),
    between: z.tuple([bound, bound], words('two bounds')).optional(),
    is: z.union([z.number(), z.string(), z.boolean()], words('a number, a word, true or false')).optional(),
    hint: text.optional(),
    solution: solution.optional(),
  }),
  code: z.strictObject({
    symbol: z
      .string(words('a file and a name in it'))
      .regex(/^[\w./-]+\.(ts|py)#\w+$/, words('a file and a name in it, such as core/cells/rnn.ts#rnn')),
    mark: z.tuple([wholeFrom(1), wholeFrom(1)], words('the first and the last line')).optional(),
  }),
  write: z.strictObject({ id, ask: text }),
} as const satisfies Record<BlockKind, z.ZodType>

/** All blocks, as one document that other programs can read: what may stand in each, by its word. */
export const lessonBlocksSchema = z.strictObject(blockSchemas).partial()

export const blockKinds = Object.keys(blockSchemas) as BlockKind[]
