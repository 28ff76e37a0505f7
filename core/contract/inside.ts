import { z } from '../experiment/zod'
import { flowSchema, statesSchema } from './observation'

/** The gradient's flow at some updates of a kept run, rising, as it was recorded while the run trained. */
export const recordedFlowSchema = z.array(z.strictObject({ update: z.int().min(0), flow: flowSchema }))
export type RecordedFlow = z.output<typeof recordedFlowSchema>

/** What a kept run's network makes of the first sequence that comes after its newest checkpoint. */
export const nextStatesSchema = z.strictObject({
  /** After how many updates. */
  update: z.int().min(0),
  states: statesSchema,
})
export type NextStates = z.output<typeof nextStatesSchema>
