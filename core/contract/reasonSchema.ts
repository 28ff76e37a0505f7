import { z } from '../experiment/zod'
import { type Reason, reasonCodes } from './reasons'

export const reasonSchema: z.ZodType<Reason> = z.lazy(() =>
  z.strictObject({
    code: z.enum(reasonCodes),
    params: z.record(z.string(), z.union([z.string(), z.number(), reasonSchema])),
  }),
)
