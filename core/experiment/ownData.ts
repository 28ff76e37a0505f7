import type { DataReading, ReadingOf } from '../data/reading'
import { isProvided } from '../data/table'
import { taskNamed, type TaskSettings } from '../tasks/registry'

/** Which of a person's own data a task needs; null where it needs none. */
export function dataOf(task: TaskSettings): DataReading | null {
  return taskNamed(task.name).data?.(task) ?? null
}

/** How a task with these settings would read a file; null for one that reads none. */
export function readingOf(task: TaskSettings): ReadingOf | null {
  const named = { ...task, source: 'file', file: '', data: '0'.repeat(64) } as unknown as TaskSettings
  const reading = dataOf(named)
  return reading && withoutName(reading)
}

const withoutName = ({ sha256: _, file: __, ...reading }: DataReading): ReadingOf => reading

/** Whether a task needs data of a person's own that this process has not read. */
export function lacksData(task: TaskSettings): boolean {
  const reading = dataOf(task)
  return reading !== null && !isProvided(reading)
}
