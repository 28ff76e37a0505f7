import type { FieldSpec } from '../../../../core/experiment/form'
import { allPaths, fieldsAt } from '../../../../core/sweep/fields'
import { settingAt } from '../../../../core/sweep/settings'
import type { RunRow } from '../../../stores/runRow'
import type { RowWords } from '../sortRows'

/** What a run has in a field: texts of which one has to match, or a number; NaN where it has none. */
export type FieldReading = readonly string[] | number

export interface FilterField {
  readonly kind: 'text' | 'words' | 'number'
  /** `text` is found within the field's text, `words` are compared whole. */
  read(row: RunRow, words: RowWords): FieldReading
  /** The words that there are, where they are a closed set. */
  readonly options?: readonly string[]
}

const number = (read: (row: RunRow) => number): FilterField => ({ kind: 'number', read })

/** What the table says of a run beside its settings. */
const columns: Readonly<Record<string, FilterField>> = {
  name: { kind: 'text', read: (row, words) => [words.name(row)] },
  note: { kind: 'text', read: ({ note }) => [note] },
  tag: { kind: 'words', read: ({ tags }) => tags },
  status: { kind: 'words', read: (row, words) => [row.status, words.status(row)] },
  color: { kind: 'words', read: ({ color }) => (color === null ? ['none'] : [color, color.slice(-1)]) },
  group: { kind: 'text', read: ({ group }) => (group ? [group.name, group.id, group.kind] : []) },
  is: {
    kind: 'words',
    options: ['archived', 'solved', 'branch', 'sweep', 'seeds', 'twin'],
    read: ({ isArchived, solvedAfter, parent, group }) => [
      ...(isArchived ? ['archived'] : []),
      ...(solvedAfter === null ? [] : ['solved']),
      ...(parent === null ? [] : ['branch']),
      ...(group === null ? [] : [group.kind]),
    ],
  },
  parameters: number((row) => row.numParameters),
  made: number((row) => row.updates),
  loss: number((row) => row.lastLoss),
  best: number((row) => row.bestLoss),
  smoothed: number((row) => row.smoothedLoss),
  solved: number((row) => row.solvedAfter ?? NaN),
  seconds: number((row) => row.seconds),
  bytes: number((row) => row.bytes),
}

const own = (path: string) => path.split('.').at(-1)!

/** A setting by its path, or the end of it: `optimizer.lr` and `lr`. */
function settingPath(name: string): string | undefined {
  const wanted = name.toLowerCase()
  if (wanted === 'task' || wanted === 'cell') return wanted === 'task' ? 'task.name' : 'model.cell'
  if (wanted === 'optimizer') return 'optimizer.name'
  if (wanted === 'clipping') return 'clip.mode'
  const paths = allPaths()
  return (
    paths.find((path) => path.toLowerCase() === wanted) ??
    paths.find((path) => own(path).toLowerCase() === wanted)
  )
}

function settingField(path: string): FilterField {
  const specs: readonly FieldSpec[] = fieldsAt(path).map(({ field }) => field)
  const isNumber = specs.every(({ kind }) => kind === 'number' || kind === 'integer')
  const value = ({ settings }: RunRow) => settingAt(settings, path)
  if (isNumber) {
    return number((row) => {
      const set = value(row)
      return typeof set === 'number' ? set : NaN
    })
  }
  const options = [...new Set(specs.flatMap((spec) => spec.options ?? ['true', 'false']))]
  return { kind: 'words', options, read: (row) => (value(row) === undefined ? [] : [String(value(row))]) }
}

/** The field of a filter that has this name; undefined where there is none. */
export function filterField(name: string): FilterField | undefined {
  if (Object.hasOwn(columns, name.toLowerCase())) return columns[name.toLowerCase()]
  const path = settingPath(name)
  return path === undefined ? undefined : settingField(path)
}

/** Names that a filter may ask for, as a person is told of them. */
export const filterNames: readonly string[] = [
  ...Object.keys(columns),
  ...new Set([
    'task',
    'cell',
    ...allPaths()
      .filter((path) => !/\.name$/.test(path))
      .map(own),
  ]),
]
