import { describeFields, type FieldSpec } from '../../../core/experiment/form'
import type { TaskName } from '../../../core/tasks/registry'
import { taskNames } from '../../../core/tasks/registry'

/** A flag that sets one field of the experiment. */
export interface FieldFlag {
  /** Without the dashes, such as `hidden-size`. */
  readonly name: string
  readonly path: string
  /** The field as each task that has it describes it. */
  readonly fields: ReadonlyMap<TaskName, FieldSpec>
}

/** Fields whose own name says too little, or that two groups share. */
const NAMES: Readonly<Record<string, string>> = {
  'task.name': 'task',
  'optimizer.name': 'optimizer',
  'clip.mode': 'clip',
  'clip.threshold': 'clip-threshold',
  'evaluation.outputEvery': 'output-every',
}

const kebab = (text: string) => text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** What stands before the names of a group's fields, which say too little without it. */
const PREFIXES = { 'train.stop.': 'stop-', 'evaluation.': 'evaluation-' }

/** The flag of a field: the last part of its path, with the prefix of its group if that has one. */
export function flagName(path: string): string {
  const last = kebab(path.slice(path.lastIndexOf('.') + 1))
  const prefix = Object.entries(PREFIXES).find(([group]) => path.startsWith(group))?.[1] ?? ''
  return NAMES[path] ?? `${prefix}${last}`
}

function collectFlags(): FieldFlag[] {
  const byName = new Map<string, { name: string; path: string; fields: Map<TaskName, FieldSpec> }>()
  for (const task of taskNames) {
    for (const field of describeFields(task)) {
      // What a hash is of is named by its file.
      if (field.format === 'sha256') continue
      const name = flagName(field.path)
      const flag = byName.get(name) ?? { name, path: field.path, fields: new Map() }
      if (flag.path !== field.path) throw new Error(`--${name} would set both ${flag.path} and ${field.path}`)
      flag.fields.set(task, field)
      byName.set(name, flag)
    }
  }
  return [...byName.values()]
}

/** Every flag that an experiment has, in the schema's order, whatever the task. */
export const fieldFlags: readonly FieldFlag[] = collectFlags()

/** What any of a flag's fields says of it that does not differ between tasks. */
export const anyField = (flag: FieldFlag): FieldSpec => [...flag.fields.values()][0]!
