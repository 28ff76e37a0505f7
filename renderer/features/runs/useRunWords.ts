import { useI18n } from 'vue-i18n'
import type { RowStatus } from '../../stores/runRow'
import type { IconName } from '../../ui/icons'
import { useLocaleFormat } from '../../ui/useLocaleFormat'
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
export function useRunWords(): RowWords {
  const { t, te } = useI18n()
  const format = useLocaleFormat()
  return {
    name: useRunName(),
    status: ({ status, place }) =>
      place === null ? t(`runs.status.${status}`) : t('runs.queuedAt', { n: format.count(place + 1) }),
    task: ({ task }) => (te(`options.task.name.${task}`) ? t(`options.task.name.${task}`) : task),
    cell: ({ cell }) => (cell === null ? '' : t(`options.model.cell.${cell}`)),
  }
}
