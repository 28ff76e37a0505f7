import { useI18n } from 'vue-i18n'
import type { Group } from '../../../core/sweep/group'

/** What the window calls a group: what it is, and its name where it has one. */
export function useGroupName(): (group: Group) => string {
  const { t } = useI18n()
  return ({ kind, id, name }) => t(`runs.groups.kinds.${kind}`, { name: name || id.slice(0, 6) })
}
