import { useI18n } from 'vue-i18n'
import type { RowStatus, RunRow } from '../../stores/runRow'
import type { IconName } from '../../ui/icons'
import { useLocaleFormat } from '../../ui/useLocaleFormat'
import { useReasonText } from '../../ui/useReasonText'
import { useRunName } from '../../ui/useRunName'
import type { RowWords } from './sortRows'

export const statusIcons: Readonly<Record<RowStatus, IconName>> = {
  training: 'play',
  elsewhere: 'elsewhere',
  building: 'ready',
  queued: 'queued',
  paused: 'pause',
  interrupted: 'interrupted',
  done: 'check',
  stopped: 'stop',
  diverged: 'cross',
  failed: 'warning',
  unreadable: 'warning',
}

/** What the window calls a run, its status, task and cell. */
export function useRunWords(): RowWords & { problems(row: RunRow): string[] } {
  const { t, te } = useI18n()
  const format = useLocaleFormat()
  const { reasonText, failureText } = useReasonText()
  return {
    name: useRunName(),
    status: ({ status, place }) =>
      place === null ? t(`runs.status.${status}`) : t('runs.queuedAt', { n: format.count(place + 1) }),
    task: ({ task }) => (te(`options.task.name.${task}`) ? t(`options.task.name.${task}`) : task),
    problems: ({ problems, failure }) => [
      ...problems.map(reasonText),
      ...(failure ? [failureText(failure)] : []),
    ],
    cell: ({ cell }) => (cell === null ? '' : t(`options.model.cell.${cell}`)),
  }
}
