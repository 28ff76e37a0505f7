import { valueSchema } from '../experiment/schema'
import { experimentSchema } from '../experiment/schema'
import { z } from '../experiment/zod'
import type { AnyField } from '../fields/field'
import { allPaths, fieldsAt } from './fields'
import { MOST_TRIALS, scaleNames, strategyNames } from './sweep'

/** What a search says besides its fields. */
export const searchShape = {
  strategy: z.enum(strategyNames),
  trials: z.int().min(1).max(MOST_TRIALS).optional(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(0),
}

/** The outermost parts of a sweep: what its experiment and its fields hold is not looked at. */
export const outlineSchema = z.strictObject({
  experiment: z.looseObject({}),
  search: z.strictObject({ ...searchShape, fields: z.looseObject({}) }),
})

/** What may be tried in the fields of this name. */
function candidatesSchema(path: string): z.ZodType {
  const fields = fieldsAt(path).map(({ field }) => field)
  const texts = new Set(fields.map((field) => JSON.stringify(field)))
  const values = [...texts].map((text) => valueSchema(JSON.parse(text) as AnyField)) as z.ZodType[]
  const list = z.array(values.length === 1 ? values[0] : z.union(values)).min(1)
  const isNumber = fields.some(({ kind }) => kind === 'number' || kind === 'integer')
  if (!isNumber) return list.optional()
  const range = z.strictObject({
    min: z.number(),
    max: z.number(),
    scale: z.enum(scaleNames).default('linear'),
  })
  return z.union([list, range]).optional()
}

/** A sweep as a person writes it, for editors: `parseSweep` says in words what is wrong with one. */
export const sweepSchema = z.strictObject({
  experiment: experimentSchema,
  search: z.strictObject({
    ...searchShape,
    fields: z.strictObject(Object.fromEntries(allPaths().map((path) => [path, candidatesSchema(path)]))),
  }),
})
