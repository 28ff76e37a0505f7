import { integer } from './fields'
import { z } from './zod'

const MAX_STEPS = 1000

function steps(fallback: number, min = 2) {
  return integer({ min, max: MAX_STEPS, default: fallback }, { unit: 'steps', scale: 'log' })
}

/** The settings of every task, one entry a task; `core/tasks` has one file for each of these names. */
export const taskSchemas = {
  adding: z.strictObject({ name: z.literal('adding'), seqLen: steps(20) }),
  copy: z.strictObject({
    name: z.literal('copy'),
    length: integer({ min: 1, max: 100, default: 3 }, { unit: 'steps' }),
    delay: steps(5, 1),
    alphabet: integer({ min: 2, max: 32, default: 4 }, { unit: 'symbols' }),
  }),
  echo: z.strictObject({
    name: z.literal('echo'),
    seqLen: steps(20),
    delay: integer({ min: 1, max: MAX_STEPS - 1, default: 3 }, { unit: 'steps' }),
    alphabet: integer({ min: 2, max: 32, default: 2 }, { unit: 'symbols' }),
  }),
  parity: z.strictObject({ name: z.literal('parity'), seqLen: steps(8) }),
  parityEnd: z.strictObject({ name: z.literal('parityEnd'), seqLen: steps(10) }),
  order: z.strictObject({
    name: z.literal('order'),
    seqLen: steps(20, 10),
    marks: integer({ min: 2, max: 3, default: 2 }, { unit: 'marks' }),
  }),
  sine: z.strictObject({
    name: z.literal('sine'),
    seqLen: steps(30),
    minPeriod: integer({ min: 3, max: 1000, default: 15 }, { unit: 'steps' }),
    maxPeriod: integer({ min: 3, max: 1000, default: 30 }, { unit: 'steps' }),
  }),
} as const

export type TaskName = keyof typeof taskSchemas
/** The settings of one task, `TaskSettings<'echo'>` for those of echo. */
export type TaskSettings<N extends TaskName = TaskName> = z.output<(typeof taskSchemas)[N]>

export const taskNames = Object.keys(taskSchemas) as [TaskName, ...TaskName[]]

export const taskSchema = z.discriminatedUnion('name', [
  taskSchemas.adding,
  taskSchemas.copy,
  taskSchemas.echo,
  taskSchemas.parity,
  taskSchemas.parityEnd,
  taskSchemas.order,
  taskSchemas.sine,
])
