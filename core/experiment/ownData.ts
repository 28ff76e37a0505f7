import type { DataReading } from '../data/reading'
import { isProvided } from '../data/table'
import { taskNamed, type TaskSettings } from '../tasks/registry'

/** Which of a person's own data a task needs; null where it needs none. */
export function dataOf(task: TaskSettings): DataReading | null {
  return taskNamed(task.name).data?.(task) ?? null
}

/** Whether a task needs data of a person's own that this process has not read. */
export function lacksData(task: TaskSettings): boolean {
  const reading = dataOf(task)
  return reading !== null && !isProvided(reading)
}
