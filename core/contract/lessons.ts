import { z } from '../experiment/zod'
import { importRequestSchema } from './exchange'
import { homeworkParts } from './homeworkParts'
import { fieldValueSchema } from '../sweep/group'
import { reasonSchema } from './reasonSchema'
import { anyNumberSchema } from './run'
import { viewNames } from './views'

/*
 * Lessons as a window sees them: the list, a lesson in one language with every run that is named resolved, and
 * what a learner has done in it.
 */

/** Characters of an answer in free text. */
export const MOST_ANSWER_CHARACTERS = 5_000
/** Bytes of a progress file. */
export const MOST_PROGRESS_BYTES = 4_000_000
/** Numbers of seats in a classroom; a seat's runs take their seed from it. */
export const MOST_SEAT = 999

const count = z.int().min(0)
const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
/** A run of a lesson, or its twin: `ID.twin`. */
const runNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}(\.twin)?$/)
const languageSchema = z.string().regex(/^[A-Za-z0-9-]{2,20}$/)
const settingsSchema = z.record(z.string(), fieldValueSchema)

/** What a block has in a window, by its kind. */
export const shownBlockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prose'), markdown: z.string() }),
  z.strictObject({
    kind: z.literal('run'),
    id: idSchema,
    /** What differs from the task's defaults, by path. */
    settings: settingsSchema,
    /** In what its twin differs; null where it has none. */
    twin: settingsSchema.nullable(),
    speed: z.number().nullable(),
    /** Seconds that it takes at most, about. */
    seconds: z.number(),
    /** Settings that the learner is to change before it begins, and while it trains. */
    editable: z.array(z.string()),
    tunable: z.array(z.string()),
    /** What has to be predicted before it can begin. */
    predictions: z.array(idSchema),
    /** Views that questions about it need. */
    views: z.array(z.enum(viewNames)),
  }),
  z.strictObject({
    kind: z.literal('figure'),
    view: z.string(),
    run: runNameSchema.nullable(),
    /** The task that it shows an example of before there is a run; null where the lesson has none. */
    task: z.string().nullable(),
    t: count.nullable(),
    /** Of `verify`: which of the homework's tests. */
    part: z.enum(homeworkParts),
  }),
  z.strictObject({
    kind: z.literal('predict'),
    id: idSchema,
    type: z.enum(['number', 'powerOfTen', 'choice', 'order']),
    ask: z.string(),
    options: z.array(z.string()).nullable(),
    /** Of a choice or an order; of a number, where the lesson has one. */
    answer: z.union([z.number(), z.array(z.number())]).nullable(),
    /** The run that it is about and is marked after; null where it is marked at once. */
    run: runNameSchema.nullable(),
    right: z.string().nullable(),
    wrong: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('choice'),
    id: idSchema,
    ask: z.string(),
    options: z.array(z.strictObject({ text: z.string(), because: z.string(), right: z.boolean() })),
  }),
  z.strictObject({
    kind: z.literal('check'),
    id: idSchema,
    run: runNameSchema.nullable(),
    probe: z.string(),
    /** As it is written: `atMost`, and what value. */
    bound: z.strictObject({ is: z.string(), value: z.string() }),
    /** What the value is in numbers, where it is a multiple of the baseline; null where it is not. */
    limit: z.number().nullable(),
    when: z.enum(['start', 'end', 'any', 'always']),
    after: count.nullable(),
    before: count.nullable(),
    hint: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('code'),
    symbol: z.string(),
    mark: z.tuple([z.number(), z.number()]).nullable(),
  }),
  z.strictObject({ kind: z.literal('write'), id: idSchema, ask: z.string() }),
])
export type ShownBlock = z.output<typeof shownBlockSchema>
export type ShownBlockOf<K extends ShownBlock['kind']> = Extract<ShownBlock, { kind: K }>

export const shownStepSchema = z.strictObject({
  id: idSchema,
  title: z.string(),
  /** Its words have changed since they were translated. */
  isStale: z.boolean(),
  /** It stands in the lesson's own language, since it is not translated. */
  isUntranslated: z.boolean(),
  blocks: z.array(shownBlockSchema),
})
export type ShownStep = z.output<typeof shownStepSchema>

export const shownLessonSchema = z.strictObject({
  id: idSchema,
  title: z.string(),
  minutes: count,
  book: z.string().nullable(),
  /** The one that was asked for, or the lesson's own where it is not written in that. */
  language: z.string(),
  /** Figures of every run, chosen by the lesson. */
  show: z.array(z.string()),
  /** Settings that a learner cannot change in its runs, by path. */
  lock: z.array(z.string()),
  steps: z.array(shownStepSchema),
})
export type ShownLesson = z.output<typeof shownLessonSchema>

const answerValueSchema = z.union([
  z.number(),
  z.string().max(MOST_ANSWER_CHARACTERS),
  z.array(count).max(100),
])
export type AnswerValue = z.output<typeof answerValueSchema>

/** What a learner has answered, and what became of it. */
export const answerSchema = z.strictObject({
  value: answerValueSchema,
  /** ISO 8601, in UTC. */
  at: z.string(),
  /** The digest of the question, as it was asked. */
  of: z.string(),
  /** Null while there is nothing to hold it against. */
  isRight: z.boolean().nullable(),
  /** What the learner's own run really did, where it was asked. */
  measured: anyNumberSchema.nullable(),
})
export type Answer = z.output<typeof answerSchema>

/** What a check has come to. */
export const checkStateSchema = z.strictObject({
  /** `open`: the run may still come to it. */
  state: z.enum(['open', 'met', 'unmet']),
  value: z.union([anyNumberSchema, z.string(), z.boolean()]).nullable(),
  updates: count.nullable(),
})
export type CheckState = z.output<typeof checkStateSchema>

/** What a learner has done in one lesson. */
export const lessonProgressSchema = z.strictObject({
  /** Of the lesson, when something was last done in it. */
  version: count,
  /** The step that was last looked at. */
  step: z.string().nullable(),
  answers: z.record(z.string(), answerSchema),
  checks: z.record(z.string(), checkStateSchema),
  /** The learner's own runs, by the names of the lesson's. */
  runs: z.record(z.string(), z.string()),
})
export type LessonProgress = z.output<typeof lessonProgressSchema>

export const lessonEntrySchema = z.strictObject({
  id: idSchema,
  /** By language, the lesson's own first. */
  titles: z.array(z.strictObject({ language: z.string(), title: z.string() })),
  minutes: count,
  isOwn: z.boolean(),
  file: z.string(),
  /** Steps, and what is asked in all of them: predictions, choices, checks, texts. */
  numSteps: count,
  questions: z.array(z.string()),
})
export type LessonEntry = z.output<typeof lessonEntrySchema>

/** A preset of the gallery: one run, and what there is to be seen of it. */
export const presetSchema = z.strictObject({
  id: idSchema,
  title: z.string(),
  /** What to watch. */
  sentence: z.string(),
  settings: settingsSchema,
  seconds: z.number(),
})
export type Preset = z.output<typeof presetSchema>

export const lessonListSchema = z.strictObject({
  lessons: z.array(lessonEntrySchema),
  /** What is wrong with files of lessons; line 0 is the file itself. */
  problems: z.array(z.strictObject({ file: z.string(), line: count, text: z.string() })),
  /** The person's own folder of lessons, and why it cannot be read; null where it can. */
  folder: z.string(),
  folderProblem: reasonSchema.nullable(),
  seat: count,
  progress: z.record(z.string(), lessonProgressSchema),
  /** Why progress could not be read or is not kept; null where it is. */
  progressProblem: reasonSchema.nullable(),
})
export type LessonList = z.output<typeof lessonListSchema>

/** What a check or a prediction came to when every run was played with each seed. */
export const lessonOutcomeSchema = z.strictObject({
  step: idSchema,
  id: idSchema,
  kind: z.enum(['check', 'predict']),
  /** On how many seeds it holds; null where it only asks what the run did. */
  holds: count.nullable(),
  /** What the runs did: one value a seed; null where a run has no such value. */
  values: z.array(
    z.strictObject({
      seed: count,
      value: z.union([anyNumberSchema, z.string(), z.boolean()]).nullable(),
      holds: z.boolean().nullable(),
    }),
  ),
  /** Of its run, the longest of all seeds. */
  seconds: z.number(),
})
export type LessonOutcome = z.output<typeof lessonOutcomeSchema>

const ofLesson = z.strictObject({ lesson: idSchema })

export const lessonRequests = {
  /** All lessons, shipped ones first, with what the learner has done. */
  'lesson:list': { request: z.strictObject({}), reply: lessonListSchema },
  /** The presets of the gallery, in a language. */
  'lesson:presets': {
    request: z.strictObject({ language: languageSchema }),
    reply: z.array(presetSchema),
  },
  /** A lesson in a language. */
  'lesson:open': { request: ofLesson.extend({ language: languageSchema }), reply: shownLessonSchema },
  /** Keeps which step is looked at. */
  'lesson:goTo': { request: ofLesson.extend({ step: idSchema }), reply: z.strictObject({}) },
  /**
   * Starts one of a lesson's runs, and its twin, as ordinary runs that are kept. Refused while something is to
   * be predicted before.
   */
  'lesson:start': {
    request: ofLesson.extend({ run: idSchema, changes: settingsSchema }),
    reply: z.strictObject({ runId: z.string() }),
  },
  /** Starts a preset of the gallery as an ordinary run. */
  'lesson:preset': {
    request: z.strictObject({ preset: idSchema }),
    reply: z.strictObject({ runId: z.string() }),
  },
  /** Answers a question: once, but for free text. Resolves once that is kept. */
  'lesson:answer': {
    request: ofLesson.extend({ id: idSchema, answer: answerValueSchema }),
    reply: lessonProgressSchema,
  },
  /** Something was opened that a check may ask for, such as `microscope/backward/3`. */
  'lesson:visit': {
    request: z.strictObject({ runId: z.string().max(100), place: z.string().max(100) }),
    reply: z.strictObject({}),
  },
  /** Writes all that a learner has done where the person says; null where that is nowhere. */
  'lesson:saveProgress': {
    request: z.strictObject({}),
    reply: z.strictObject({ path: z.string().nullable() }),
  },
  /** Takes in what a file from another computer has; how many answers and met checks are new here. */
  'lesson:takeProgress': { request: importRequestSchema, reply: z.strictObject({ numTaken: count }) },
  /**
   * Proves a lesson by playing its runs with seeds 0 to 4, as `unroll lesson check` does; what each question
   * came to is told on the way. One at a time: another one gives this up. Resolves with whether it came to
   * its end.
   */
  'lesson:check': { request: ofLesson, reply: z.strictObject({ isWhole: z.boolean() }) },
  /** Begins no further run of it. */
  'lesson:cancelCheck': { request: z.strictObject({}), reply: z.strictObject({}) },
  'lesson:seat': {
    request: z.strictObject({ seat: count.max(MOST_SEAT) }),
    reply: z.strictObject({}),
  },
} as const

/** What a question of a lesson that is being checked came to. Goes to every window. */
export const lessonCheckedEventSchema = z.strictObject({ lesson: z.string(), outcome: lessonOutcomeSchema })

/** What a lesson's progress is now. Goes to every window. */
export const lessonProgressEventSchema = z.strictObject({
  lesson: z.string(),
  progress: lessonProgressSchema,
})
