import { useI18n } from 'vue-i18n'
import { useLocaleFormat } from './useLocaleFormat'

/** What is known of a run that has a name or gets one; `created` is ISO 8601, empty where it is not known. */
export interface NamedRun {
  readonly runId: string
  readonly name: string
  readonly created: string
  readonly status: string
}

/** What the window calls a run: one without a name goes by when it was begun; what is no run by its folder. */
export function useRunName(): (run: NamedRun) => string {
  const { t } = useI18n()
  const format = useLocaleFormat()
  return ({ name, created, status, runId }) => {
    if (name !== '') return name
    if (status === 'unreadable') return runId
    return created === '' ? t('runs.unnamed') : format.moment(created, true)
  }
}
