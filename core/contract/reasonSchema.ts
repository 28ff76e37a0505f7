import { z } from '../experiment/zod'
import { problemCodes, type Problem } from '../fields/problem'
import { type Reason, reasonCodes } from './reasons'

export const problemSchema: z.ZodType<Problem> = z.strictObject({
  path: z.string(),
  value: z.string(),
  code: z.enum(problemCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const reasonSchema: z.ZodType<Reason> = z.lazy(() =>
  z.strictObject({
    code: z.enum(reasonCodes),
    params: z.record(z.string(), z.union([z.string(), z.number(), reasonSchema, z.array(problemSchema)])),
  }),
)
