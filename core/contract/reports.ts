import { MOST_ANSWER_CHARACTERS } from './lessons'
import { anyNumberSchema, tuningEventSchema } from './run'
import { z } from '../experiment/zod'

/*
 * A report: what a learner hands in. It is one page of HTML; what the page shows, and what it takes to train
 * its runs again, is this document in it.
 */

/** Of the form that this version writes and reads. */
export const REPORT_FORMAT = 1
/** Bytes of a page: some runs, and the slices of a font. */
export const MOST_REPORT_BYTES = 64 * 1024 * 1024
export const MOST_LEARNER_CHARACTERS = 100

const text = z.string().max(MOST_ANSWER_CHARACTERS)
const count = z.int().min(0)
const column = z.array(z.number().nullable()).max(100_000)

/** What was asked, answered, and what came of it. */
export const reportedQuestionSchema = z.strictObject({
  id: z.string().max(100),
  kind: z.enum(['predict', 'choice', 'check', 'write']),
  ask: text,
  /** As the learner gave it; null where nothing was answered, and of a check. */
  value: z.union([z.number(), text, z.array(count).max(100)]).nullable(),
  /** The same in words; of a check what the run did. */
  shown: text,
  /** Of an answer: whether it is right. Of a check: whether it is met. Null where that is open. */
  isRight: z.boolean().nullable(),
  /** ISO 8601, in UTC; null where nothing was answered. */
  at: z.string().max(40).nullable(),
})
export type ReportedQuestion = z.output<typeof reportedQuestionSchema>

export const reportedLessonSchema = z.strictObject({
  id: z.string().max(100),
  version: count,
  title: z.string().max(300),
  questions: z.array(reportedQuestionSchema).max(10_000),
})
export type ReportedLesson = z.output<typeof reportedLessonSchema>

/** What it takes to train a run again, and what comes of it. */
export const proofSchema = z.strictObject({
  experiment: z.record(z.string(), z.unknown()),
  tunings: z.array(tuningEventSchema).max(100_000),
  /** Updates made. */
  made: count,
  /** SHA-256 of all that its log has of them: the columns' float64, one column after the other. */
  bits: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Proof = z.output<typeof proofSchema>

/** A run of a report. What its page shows besides is not looked at here. */
export const reportedRunSchema = z.looseObject({
  name: z.string().max(500),
  task: z.string().max(50),
  cell: z.string().max(50),
  update: z.array(count).max(100_000),
  ...{ loss: column, gradNorm: column, gradNormClipped: column, lr: column },
  /** Null where it begins at weights that are not in the file. */
  proof: proofSchema.nullable(),
})
export type ReportedRun = z.output<typeof reportedRunSchema>

export const reportSchema = z.strictObject({
  'unroll-report': z.literal(REPORT_FORMAT),
  /** Of the app that wrote it. */
  app: z.string().max(50),
  /** ISO 8601, in UTC. */
  at: z.string().max(40),
  /** Null: the page speaks its reader's language. */
  language: z.enum(['en', 'zh']).nullable(),
  /** Who hands it in; null where nobody was asked. */
  learner: z.string().max(MOST_LEARNER_CHARACTERS).nullable(),
  /** Null: it is of a run alone. */
  lesson: reportedLessonSchema.nullable(),
  runs: z.array(reportedRunSchema).max(1000),
  /** SHA-256 of all the rest, in its canonical form. */
  digest: z.string(),
})
export type Report = z.output<typeof reportSchema>

/** How a run that was trained again compares with what the report says of it. */
export const rerunSchema = z.discriminatedUnion('outcome', [
  /** To the same bits. */
  z.strictObject({ outcome: z.literal('same'), name: z.string() }),
  z.strictObject({
    outcome: z.literal('differs'),
    name: z.string(),
    /** What differs first: a number that the page shows, or no such number but its digest. */
    column: z.enum(['loss', 'gradNorm', 'gradNormClipped', 'lr', 'bits', 'made']),
    /** Counted from 0; null of the digest. */
    update: count.nullable(),
    ...{ shown: anyNumberSchema.nullable(), trained: anyNumberSchema.nullable() },
  }),
  /** It cannot be trained here, for the reason in words. */
  z.strictObject({ outcome: z.literal('unproved'), name: z.string(), why: z.string() }),
])
export type Rerun = z.output<typeof rerunSchema>
