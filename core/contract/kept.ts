import { cellNames } from '../kinds/cells'
import { z } from '../experiment/zod'
import { fieldValueSchema, groupSchema } from '../sweep/group'
import { reasonSchema } from './reasonSchema'
import { anyNumberSchema } from './run'

/** How many characters a run's name may have. */
export const MOST_NAME_CHARACTERS = 200

/**
 * How a kept run stands, derived from its lock and its log. `running`: a process trains it. `paused`: it
 * waits to be gone on with, at rest or because the app was closed. `interrupted`: its process ended before
 * the run did.
 */
export const keptStatuses = [
  'running',
  'paused',
  'done',
  'stopped',
  'diverged',
  'failed',
  'interrupted',
] as const
export type KeptStatus = (typeof keptStatuses)[number]

const count = z.int().min(0)

/** The colours that a person can give a run: names of the data colours in the window. */
export const runColors = ['data-1', 'data-2', 'data-3', 'data-4', 'data-5', 'data-6'] as const
export type RunColor = (typeof runColors)[number]

const MOST_TAGS = 20
const MOST_NOTE_CHARACTERS = 10_000
/** A word: the filter knows it by that. */
const tagSchema = z.string().regex(/^[^\s,:"]{1,40}$/)

/** What a person can say of a run besides its name. */
export const annotationSchema = z.strictObject({
  color: z.enum(runColors).nullable(),
  tags: z.array(tagSchema).max(MOST_TAGS),
  note: z.string().max(MOST_NOTE_CHARACTERS),
  /** Out of sight unless asked for. */
  isArchived: z.boolean(),
})
export type Annotation = z.output<typeof annotationSchema>

/** A run in the data folder, as a table shows it. */
export const keptRunSchema = z.strictObject({
  runId: z.string(),
  /** Where it lies. */
  folder: z.string(),
  /** What a person calls it; empty until then. */
  name: z.string(),
  status: z.enum(keptStatuses),
  /** Whether another process trains it, so that it can be watched, not commanded. */
  isElsewhere: z.boolean(),
  /** Whether it was being trained when its process was killed, and nobody has decided about it since. */
  wasKilled: z.boolean(),
  task: z.string(),
  cell: z.enum(cellNames),
  numParameters: count,
  seed: z.int(),
  /**
   * What it was trained with, by path: of the experiment's fields those that differ from the task's defaults.
   */
  settings: z.record(z.string(), fieldValueSchema),
  /** Updates made, and those that it is to make. */
  updates: count,
  totalUpdates: count,
  /** NaN before the first update. */
  lastLoss: anyNumberSchema,
  /** The lowest loss of any update; NaN where none is finite. */
  bestLoss: anyNumberSchema,
  /** As curves are judged by; NaN before the first update. */
  smoothedLoss: anyNumberSchema,
  /**
   * How many updates it took until the smoothed loss stayed where the task counts as solved; null if it does
   * not.
   */
  solvedAfter: count.nullable(),
  /** Time spent in updates. */
  seconds: z.number(),
  /** When it was begun and when it was written to last: ISO 8601, in UTC. */
  created: z.string(),
  written: z.string(),
  /** The run that it was branched from, and after how many of its updates. */
  parent: z.strictObject({ id: z.string(), update: count }).nullable(),
  /** The sweep, seeds or twins that it was begun as one of. */
  group: groupSchema.nullable(),
  ...annotationSchema.shape,
  // What was written by hand may be anything.
  tags: z.array(z.string()),
  note: z.string(),
  /** What its folder takes on the disk. */
  bytes: z.number(),
  /** What is damaged in its folder, each with the file's name. */
  problems: z.array(reasonSchema),
})
export type KeptRun = z.output<typeof keptRunSchema>

/** A folder of the data folder that cannot be opened as a run, and why. */
export const unreadableRunSchema = z.strictObject({
  runId: z.string(),
  folder: z.string(),
  problem: reasonSchema,
})
export type UnreadableRun = z.output<typeof unreadableRunSchema>

export const keptEntrySchema = z.union([keptRunSchema, unreadableRunSchema])
export type KeptEntry = z.output<typeof keptEntrySchema>

/** Why a checkpoint is kept whatever its age; of the others there are the fewer the older they are. */
export const checkpointReasons = ['first', 'best', 'newest'] as const

/** A checkpoint that a run keeps. */
export const keptCheckpointSchema = z.strictObject({
  /** Updates made before it. */
  update: count,
  reasons: z.array(z.enum(checkpointReasons)),
})
export type KeptCheckpoint = z.output<typeof keptCheckpointSchema>
