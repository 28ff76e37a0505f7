import { decimals, headers, separators, tableEncodings, type OwnSeries } from '../data/series'
import { textEncodings, type OwnText } from '../data/text'
import type { OwnData } from '../data/table'
import type { OwnTask } from '../data/task'
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

const textReading = { kind: z.literal('text') }
const taskReading = { kind: z.literal('task') }
const seriesReading = {
  kind: z.literal('series'),
  encoding: z.enum(tableEncodings),
  separator: z.enum(separators),
  decimal: z.enum(decimals),
  header: z.enum(headers),
}

/** @see DataReading */
export const dataReadingSchema: z.ZodType<DataReading, DataReading> = z.discriminatedUnion('kind', [
  z.strictObject({ ...textReading, ...nameSchema }),
  z.strictObject({ ...seriesReading, ...nameSchema }),
  z.strictObject({ ...taskReading, ...nameSchema }),
])

/** How bytes are to be read, whatever they are. */
export const readingOfSchema = z.discriminatedUnion('kind', [
  z.strictObject(textReading),
  z.strictObject(seriesReading),
  z.strictObject(taskReading),
])

const ownTextSchema: z.ZodType<OwnText, OwnText> = z.strictObject({
  kind: z.literal('text'),
  encoding: z.enum(textEncodings).nullable(),
  characters: z.array(z.string()),
  counts: z.array(z.int()),
  ids: arraySchema<Uint16Array>('Uint16Array'),
})

const place = z.int().min(0)

const ownSeriesSchema: z.ZodType<OwnSeries, OwnSeries> = z.strictObject({
  kind: z.literal('series'),
  format: z.strictObject({
    encoding: z.enum(['utf-8', 'gb18030', 'windows-1252']),
    separator: z.enum(['comma', 'semicolon', 'tab', 'bar']),
    decimal: z.enum(['point', 'comma']),
    header: z.enum(['yes', 'no']),
  }),
  columns: z.array(
    z.strictObject({
      ...{ name: z.string(), column: place, kind: z.enum(['number', 'date', 'text']) },
      values: arraySchema<Float64Array>('Float64Array'),
      ...{ numMissing: place, firstMissing: place, firstUnordered: place },
      firstText: z.strictObject({ line: place, value: z.string() }).nullable(),
    }),
  ),
  numRows: place,
  preview: z.array(z.array(z.string())),
})

const names = z.array(z.string())
const ownTaskSchema: z.ZodType<OwnTask, OwnTask> = z.strictObject({
  kind: z.literal('task'),
  title: z.string().nullable(),
  note: z.string().nullable(),
  isOfSymbols: z.boolean(),
  target: z.enum(['next', 'answer']),
  at: z.enum(['each', 'end']),
  seqLen: place,
  ...{ inputs: names, outputs: names },
  source: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('grammar'),
      states: names,
      ways: z.array(z.array(z.strictObject({ symbol: place, to: place, probability: z.number() }))),
      answers: z.array(place).nullable(),
    }),
    z.strictObject({
      kind: z.literal('sequences'),
      count: place,
      probabilities: arraySchema<Float64Array>('Float64Array'),
      inputs: arraySchema<Float64Array>('Float64Array'),
      targets: arraySchema<Float64Array>('Float64Array'),
      heldOut: arraySchema<Uint8Array>('Uint8Array'),
    }),
  ]),
})

/** @see OwnData */
export const ownDataSchema: z.ZodType<OwnData, OwnData> = z.union([
  ownTextSchema,
  ownSeriesSchema,
  ownTaskSchema,
])
