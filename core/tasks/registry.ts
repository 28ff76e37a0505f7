import type { Values } from '../fields/field'
import { adding } from './adding'
import { anbn } from './anbn'
import { copy } from './copy'
import { custom } from './custom'
import { digitSum } from './digitSum'
import { dyck } from './dyck'
import { echo } from './echo'
import { embeddedReber } from './embeddedReber'
import { mackeyGlass } from './mackeyGlass'
import { noisyEcho } from './noisyEcho'
import { order } from './order'
import { parity } from './parity'
import { parityEnd } from './parityEnd'
import { phaseJump } from './phaseJump'
import { reber } from './reber'
import { recall } from './recall'
import { series } from './series'
import { sine } from './sine'
import type { Task } from './task'
import { text } from './text'

/**
 * Every task by its name, in the order in which they are offered; an experiment that names none has the
 * first.
 */
export const tasks = {
  adding,
  copy,
  echo,
  parity,
  parityEnd,
  order,
  sine,
  digitSum,
  recall,
  noisyEcho,
  phaseJump,
  mackeyGlass,
  reber,
  embeddedReber,
  dyck,
  anbn,
  text,
  series,
  custom,
}

export type TaskName = keyof typeof tasks

/** Tasks on which a network can make something by itself: a text, or a forecast. */
export const tasksWithOutput = (Object.keys(tasks) as TaskName[]).filter((name) => {
  const task: object = tasks[name]
  return 'vocabulary' in task || 'series' in task
})

/** The settings of one task with its name, `TaskSettings<'echo'>` for those of echo. */
export type TaskSettings<N extends TaskName = TaskName> = {
  [K in N]: { name: K } & Values<(typeof tasks)[K]['settings']>
}[N]

export const taskNames = Object.keys(tasks) as [TaskName, ...TaskName[]]

/**
 * The task of a name, for whatever settings it has: the compiler cannot follow that they belong to the same
 * name.
 */
export function taskNamed(name: TaskName): Task {
  return tasks[name] as unknown as Task
}
