import { useI18n } from 'vue-i18n'
import { formatSetting } from './format/number'
import { useLocaleFormat } from './useLocaleFormat'

/** What is known of a run that has a name or gets one; `created` is ISO 8601, empty where it is not known. */
export interface NamedRun {
  readonly runId: string
  readonly name: string
  readonly created: string
  readonly status: string
  /** What it is one of, and what it has in the fields in which the others differ. */
  readonly group?: { readonly fields: Readonly<Record<string, unknown>> } | null
}

/** A setting as a word or two: the end of its path, and the value. */
function settingText(path: string, value: unknown, locale: string): string {
  const parts = path.split('.')
  // The names of tasks and cells say what they are.
  if (['name', 'cell'].includes(parts.at(-1)!)) return String(value)
  return `${parts.at(-1)} ${typeof value === 'number' ? formatSetting(value, locale) : String(value ?? '–')}`
}

/**
 * What the window calls a run: one without a name goes by what is its own among those that it was begun with,
 * or by when it was begun; what is no run by its folder.
 */
export function useRunName(): (run: NamedRun) => string {
  const { t, locale } = useI18n()
  const format = useLocaleFormat()
  return ({ name, created, status, runId, group }) => {
    if (name !== '') return name
    if (status === 'unreadable') return runId
    const own = Object.entries(group?.fields ?? {})
    if (own.length > 0) return own.map(([path, value]) => settingText(path, value, locale.value)).join(', ')
    return created === '' ? t('runs.unnamed') : format.moment(created, true)
  }
}
