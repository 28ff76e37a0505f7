import { defaultExperiment } from '../../../core/experiment/defaults'
import type { FieldSpec } from '../../../core/experiment/form'
import { valueAt } from '../../../core/fields/path'
import type { TaskName } from '../../../core/tasks/registry'
import { taskNames } from '../../../core/tasks/registry'
import type { FieldFlag } from './flags'
import { TASK_FILE } from './experiment'
import { anyField, fieldFlags } from './flags'

/** Two columns, the first as wide as its widest entry. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length))
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`.trimEnd()).join('\n')
}

function usage(flag: FieldFlag): string {
  const { kind } = anyField(flag)
  if (kind === 'flag') return `--${flag.name}, --no-${flag.name}`
  const value: Partial<Record<typeof kind, string>> = { choice: 'NAME', text: 'TEXT' }
  return flag.path === 'task.file' ? '--file PATH' : `--${flag.name} ${value[kind] ?? 'N'}`
}

const plain = (value: unknown) => (value === null ? 'none' : String(value))

/** What holds for most tasks, and after it the exceptions by name. */
function perTask(flag: FieldFlag, describe: (field: FieldSpec, task: TaskName) => string): string {
  const tasksByText = new Map<string, TaskName[]>()
  for (const [task, field] of flag.fields) {
    const text = describe(field, task)
    tasksByText.set(text, [...(tasksByText.get(text) ?? []), task])
  }
  const [[usual], ...exceptions] = [...tasksByText].sort(([, a], [, b]) => b.length - a.length) as [
    [string, TaskName[]],
    ...[string, TaskName[]][],
  ]
  if (exceptions.length === 0) return usual
  return `${usual} (${exceptions.map(([text, tasks]) => `${tasks.join(', ')}: ${text}`).join('; ')})`
}

function range(flag: FieldFlag): string {
  const { kind, options, path } = anyField(flag)
  if (path === 'task.file') return 'your own data'
  if (kind === 'text') return 'a text'
  if (options) return options.join(', ')
  if (kind === 'flag') return ''
  return perTask(flag, ({ min, max, unit }) => `${min} to ${max}${unit ? ` ${unit}` : ''}`)
}

function explain(flag: FieldFlag): string {
  const { path, when, nullable } = anyField(flag)
  if (path === 'task.name') return `${range(flag)} [${taskNames[0]}]`
  const isOfTask = path.startsWith('task.')
  const conditions = [
    ...(isOfTask ? [`task ${[...flag.fields.keys()].join(', ')}`] : []),
    ...Object.entries(when ?? {}).map(([field, values]) => `${field} ${values.join(', ')}`),
  ]
  return [
    range(flag),
    nullable ? 'or none' : '',
    `[${perTask(flag, (_, task) => plain(valueAt(defaultExperiment(task), path)))}]`,
    conditions.length > 0 ? `for ${conditions.join(' and ')}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** The table of all flags that describe an experiment, made of its schema. */
export function experimentHelp(): string {
  return table([
    ...fieldFlags.map((flag) => [usage(flag), explain(flag)] as const),
    [`--${TASK_FILE} PATH`, 'your own task, described in JSON: unroll schema task prints how'],
  ])
}
