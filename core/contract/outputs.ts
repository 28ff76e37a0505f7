import { z } from '../experiment/zod'
import { columnSchema } from './run'

/*
 * What a network makes by itself with the weights after an update: a text that it writes, a forecast of a
 * series.
 */

const count = z.int().min(0)

export const MOST_WRITTEN = 1000
export const MOST_TEMPERATURE = 100
const MOST_PROMPT = 1000

/** How a network writes. */
export const writingSchema = z.strictObject({
  /** Characters to write. */
  length: count.max(MOST_WRITTEN),
  /**
   * What scores are divided by before the softmax: below 1 the likely becomes likelier, above 1 all become
   * alike; at 0 always the likeliest is written.
   */
  temperature: z.number().min(0).max(MOST_TEMPERATURE),
  /** Only so many of the likeliest are drawn from; null: from all. */
  topK: z.int().min(1).max(65_536).nullable(),
  /** What is read first. */
  prompt: z.string().max(MOST_PROMPT),
  seed: count.max(2 ** 32 - 1),
})
export type Writing = z.output<typeof writingSchema>

/** A text that a network wrote. */
export const writtenSchema = z.strictObject({
  writing: writingSchema,
  text: z.string(),
  /** Of each written character, the probability that the network gave it, whatever it was drawn with. */
  probabilities: columnSchema,
  /**
   * How much each of the `reach` characters before it moved a written character, (length, reach), the nearest
   * first: the derivative of its log probability by the input there. Above 0 it spoke for it; 0 where there
   * is none.
   */
  influence: columnSchema,
  reach: count,
})
export type WrittenText = z.output<typeof writtenSchema>

/**
 * What a network says of rows of its series, as scaled for it, (rows, targets): see `forecastRows` for which.
 * A row is forecast `horizon` rows ahead.
 */
export const forecastSchema = z.strictObject({
  /** From the rows as they were. */
  ahead: columnSchema,
  /** From the rows before the first one alone, its own answers read after that; null where it cannot. */
  free: columnSchema.nullable(),
})
export type Forecast = z.output<typeof forecastSchema>
