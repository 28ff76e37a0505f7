import { divergenceSchema } from '../../core/contract/run'
import { experimentSchema } from '../../core/experiment/schema'
import { z } from '../../core/experiment/zod'
import { groupSchema } from '../../core/sweep/group'
import type { TrialResult } from '../sweep/trialResult'
import { parcelSchema } from './parcels'

/*
 * What coordinators and workers tell each other through the server. All of it comes from other machines: each
 * side checks what it reads.
 */

/** All keys of this app on the server begin so. */
export const PREFIX = 'unroll'

/** Of trials whose numbers one version makes: workers of another one do not see them. */
export const queueName = (engine: string) => `trials-${engine}`

/** A job may not be called by a number alone, which a hash can be. */
export const jobId = (trialId: string) => `trial-${trialId}`
export const trialIdOf = (job: string) => job.replace(/^trial-/, '')

/** A trial for a worker of any machine. */
export const jobSchema = z.strictObject({
  format: z.literal(1),
  engine: z.string().max(100),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  experiment: experimentSchema,
  group: groupSchema,
  /** The file of the person's own data; null where the task makes its own. */
  data: parcelSchema.nullable(),
  /** The run's folder as a zip, to go on with; null where it begins, or lies in the shared folder. */
  from: parcelSchema.nullable(),
})
export type TrialJob = z.output<typeof jobSchema>

/** JSON has no NaN and no infinity. */
const figureSchema = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
type Figure = z.output<typeof figureSchema>
const figure = (value: number): Figure => (Number.isFinite(value) ? value : (String(value) as Figure))

/** Where the run's folder is when a trial has ended. */
const deliverySchema = z.discriminatedUnion('by', [
  /** As a zip on the server. */
  z.strictObject({ by: z.literal('parcel'), parcel: parcelSchema }),
  /** In the folder that workers and coordinator share. */
  z.strictObject({ by: z.literal('shared') }),
  z.strictObject({ by: z.literal('nothing'), why: z.string().max(1000) }),
])
export type Delivery = z.output<typeof deliverySchema>

const update = z.int().min(0)

/** What a worker answers. */
export const answerSchema = z.strictObject({
  status: z.enum(['done', 'diverged', 'failed', 'stopped']),
  update,
  loss: figureSchema,
  smoothedLoss: figureSchema,
  divergence: divergenceSchema.optional(),
  message: z.string().max(10_000).optional(),
  worker: z.string().max(100),
  delivery: deliverySchema,
})
export type Answer = z.output<typeof answerSchema>

export function answerOf(result: TrialResult, worker: string, delivery: Delivery): Answer {
  const { loss, smoothedLoss, message, ...others } = result
  const told = message === undefined ? {} : { message: message.slice(0, 10_000) }
  return { ...others, ...told, loss: figure(loss), smoothedLoss: figure(smoothedLoss), worker, delivery }
}

export function resultIn({ status, update, loss, smoothedLoss, divergence, message }: Answer): TrialResult {
  return {
    ...{ status, update, loss: Number(loss), smoothedLoss: Number(smoothedLoss) },
    ...(divergence ? { divergence } : {}),
    ...(message === undefined ? {} : { message }),
  }
}

/** How far a trial is: a report every second or two. */
export const progressSchema = z.strictObject({
  update,
  smoothedLoss: figureSchema,
  worker: z.string().max(100),
})
export const progressOf = (made: number, smoothedLoss: number, worker: string) => ({
  ...{ update: made, worker },
  smoothedLoss: figure(smoothedLoss),
})

/** Ends the trials of a group that train, wherever that is. */
export const controlSchema = z.strictObject({ stop: z.string().max(100) })
export const CONTROL = `${PREFIX}:control`

/** What a worker says of itself, again every few seconds. */
export const workerSchema = z.strictObject({
  name: z.string().max(100),
  host: z.string().max(255),
  pid: z.int().min(1),
  engine: z.string().max(100),
  threads: z.int().min(1),
  /** Ids of the trials that it trains. */
  training: z.array(z.string().max(100)).max(1000),
  numEnded: z.int().min(0),
  /** When it said so, in milliseconds since 1970 by the server's clock. */
  seen: z.int().min(0),
})
export type WorkerState = z.output<typeof workerSchema>
export const WORKERS = `${PREFIX}:workers`

/** What the server remembers of a sweep. */
export const sweepStateSchema = z.strictObject({
  name: z.string().max(200),
  status: z.enum(['open', 'withdrawn']),
  numTrials: z.int().min(1),
})
export type SweepState = z.output<typeof sweepStateSchema>
export const SWEEPS = `${PREFIX}:sweeps`
