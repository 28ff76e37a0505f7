import type { FieldSpec } from '../../../../core/experiment/form'
import { isRelevant } from '../../../../core/experiment/form'
import { experimentOf, fieldsIn, settingAt } from '../../../../core/sweep/settings'
import type { FieldValue } from '../../../../core/sweep/sweep'
import type { RunRow } from '../../../stores/runRow'

/** What runs have in a setting in which they differ: undefined where it has no effect, or there is none. */
export interface Difference {
  readonly path: string
  readonly values: readonly (FieldValue | undefined)[]
}

/** The settings in which runs differ, in the order of the experiment. One without effect counts as none. */
export function differencesOf(rows: readonly Pick<RunRow, 'settings'>[]): Difference[] {
  const readers = rows.map(({ settings }) => {
    const experiment = experimentOf(settings)
    const fields = new Map<string, FieldSpec>(fieldsIn(settings).map((field) => [field.path, field]))
    return {
      paths: [...fields.keys()],
      read: (path: string) => {
        const field = fields.get(path)
        return field && isRelevant(field, experiment) ? settingAt(settings, path) : undefined
      },
    }
  })
  const paths = [...new Set(readers.flatMap((reader) => reader.paths))]
  return paths
    .map((path) => ({ path, values: readers.map(({ read }) => read(path)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]))
}
