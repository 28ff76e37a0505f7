import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Experiment } from '../../../core/experiment/experiment'
import { setAt, valueAt } from '../../../core/fields/path'
import { typedValue, type Reading } from '../../../core/fields/typed'
import { readingOf } from '../../../core/experiment/ownData'
import { parseExperiment } from '../../../core/experiment/parse'
import { describeProblems } from '../../../core/experiment/problemText'
import { taskNames } from '../../../core/tasks/registry'
import { showPath, showText } from '../../../core/text/foreign'
import { readJsonFile } from '../readJsonFile'
import { UsageError } from '../usageError'
import type { FieldFlag } from './flags'
import { anyField, fieldFlags } from './flags'
import { takeData } from './ownData'
import type { Accepts, Parsed } from './parse'

/** The option that names a file in which a task is described. */
export const TASK_FILE = 'task-file'

/** Words for "no value" where a field may be empty. */
const NOTHING = ['none', 'off', 'null']

/** The flags of a command that takes an experiment, beside the command's own switches. */
export function acceptExperiment(switches: readonly string[]): Accepts {
  const flags = fieldFlags.filter((flag) => anyField(flag).kind === 'flag').map(({ name }) => name)
  return {
    switches: [...switches, 'help'],
    flags,
    values: [
      ...fieldFlags.filter((flag) => anyField(flag).kind !== 'flag').map(({ name }) => name),
      TASK_FILE,
    ],
  }
}

type Document = Record<string, unknown>

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How the text behind a flag is read. */
const reading: Reading = {
  isNothing: (text) => NOTHING.includes(text),
  unitWords: (unit) => [unit, unit.replace(/s$/, ''), ...(unit === 'seconds' ? ['s'] : [])],
}

function flagValue(flag: FieldFlag, { flags, values }: Parsed): unknown {
  if (flags.has(flag.name)) return flags.get(flag.name)
  const text = values.get(flag.name)
  return text === undefined ? undefined : typedValue(anyField(flag), text, reading)
}

/** The task that `--task` names, or that a file describes. */
function namedTask({ values }: Parsed): string | undefined {
  const task = values.get('task')
  if (!values.has(TASK_FILE)) return task
  const described = taskNames.find((name) => {
    const { task: settings } = defaultExperiment(name)
    return readingOf(settings)?.kind === 'task'
  })!
  const other = task !== undefined && task !== described ? 'task' : 'file'
  if (other === 'task' || values.has('file')) {
    const value = showText(values.get(other) ?? '')
    throw new UsageError(
      `--${other} is ${value}: expected none beside --${TASK_FILE}, which describes the task`,
    )
  }
  return described
}

/**
 * The experiment that a file (if there is one) and the flags describe; flags win. Without either it is the
 * default experiment of the app. `tell` hears what a large file takes, before it is read.
 * @throws {UsageError} naming every refused field with its value and what was expected.
 */
export function readExperiment(
  parsed: Parsed,
  fallback: Document = {},
  tell: (line: string) => void = () => undefined,
): Experiment {
  const [file, second] = parsed.files
  if (file !== undefined && second !== undefined) {
    throw new UsageError(`expected one experiment, got ${showPath(file)} and ${showPath(second)}`)
  }
  const document = file === undefined ? structuredClone(fallback) : readJsonFile(file)
  if (isDocument(document)) {
    const task = namedTask(parsed)
    // Another task has other fields: those of the file's task would only be in the way.
    if (task !== undefined && valueAt(document, 'task.name') !== task) document['task'] = {}
    for (const flag of fieldFlags) {
      const value = flag.path === 'task.name' ? task : flagValue(flag, parsed)
      if (value !== undefined && flag.path !== 'task.file') setAt(document, flag.path, value)
    }
    if (file === undefined) {
      for (const path of ['task.name', 'model.cell']) {
        if (valueAt(document, path) === undefined) setAt(document, path, valueAt(defaultExperiment(), path))
      }
    }
  }
  if (isDocument(document) && isDocument(document['task'])) {
    const dataDir = parsed.values.get('data-dir')
    const given = parsed.values.get('file') ?? parsed.values.get(TASK_FILE)
    takeData(document['task'], { given, experiment: file, dataDir, tell })
  }
  const result = parseExperiment(document)
  if (result.ok) return result.value
  const message = describeProblems(result)
  throw new UsageError(file === undefined ? message : `${showPath(file)}: ${message}`)
}
