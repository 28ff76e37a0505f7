import { textEncodings, type OwnText } from '../data/text'
import type { OwnData } from '../data/table'
import type { DataReading } from '../data/reading'
import { z } from '../experiment/zod'

/** A typed array of a kind: structured clone keeps it, JSON would not. */
function arraySchema<T>(name: string): z.ZodType<T, T> {
  return z.custom<T>(
    (value) => Object.prototype.toString.call(value) === `[object ${name}]`,
    `expected a ${name}`,
  )
}

export const bytesSchema = arraySchema<Uint8Array>('Uint8Array')

const nameSchema = {
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  file: z.string().max(255),
}

/** A person's own data by the hash of their bytes, and the name of their file. */
export const dataNameSchema = z.strictObject(nameSchema)

/** @see DataReading */
export const dataReadingSchema: z.ZodType<DataReading, DataReading> = z.strictObject({
  kind: z.literal('text'),
  ...nameSchema,
})

const ownTextSchema: z.ZodType<OwnText, OwnText> = z.strictObject({
  kind: z.literal('text'),
  encoding: z.enum(textEncodings).nullable(),
  characters: z.array(z.string()),
  counts: z.array(z.int()),
  ids: arraySchema<Uint16Array>('Uint16Array'),
})

/** @see OwnData */
export const ownDataSchema: z.ZodType<OwnData, OwnData> = ownTextSchema
