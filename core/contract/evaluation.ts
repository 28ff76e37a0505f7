import { splits } from '../experiment/evaluation'
import { z } from '../experiment/zod'
import { anyNumberSchema, columnSchema } from './run'

/*
 * How a network does on sequences beside the training: see `core/evaluation`. Steps count from 0.
 */

const count = z.int().min(0)

/** On one set of sequences. */
const setSchema = z.strictObject({
  /** Those trained last, held-out ones of the same length, or longer ones. */
  split: z.enum(splits),
  seqLen: count,
  sequences: count,
  /** The task's loss, its mean over all answers. */
  loss: anyNumberSchema,
  /** The trivial guesser's loss on sequences of this length, and what no network goes below. */
  baseline: z.number(),
  floor: z.number(),
  /** The share of right answers, 0 to 1; null in a task without classes. */
  accuracy: anyNumberSchema.nullable(),
  /** That of the answers that tell most, where the task names them. */
  focus: z.strictObject({ name: z.enum(['closing', 'outer']), accuracy: anyNumberSchema }).nullable(),
  /** Loss and accuracy by position: each the mean over so many steps; NaN where nothing is asked. */
  stepsPerPosition: z.int().min(1),
  lossAt: columnSchema,
  accuracyAt: columnSchema.nullable(),
  /**
   * How often each class was answered, a row for each target: (numClasses, numClasses); of few classes only.
   */
  confusion: z.strictObject({ numClasses: count, counts: columnSchema }).nullable(),
})

export const evaluationSchema = z.strictObject({ sets: z.array(setSchema) })
export type Evaluation = z.output<typeof evaluationSchema>
export type EvaluatedSet = Evaluation['sets'][number]
