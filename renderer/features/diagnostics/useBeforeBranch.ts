import { useI18n } from 'vue-i18n'
import type { HeatHistory } from '../../charts/heat/heatHistory'
import type { Range } from '../../charts/scales/scale'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

/** Says whose the updates are that a map leaves blank, where some of them are in sight. */
export function useBeforeBranch(): (history: Pick<HeatHistory, 'first'>, inSight: Range) => string[] {
  const { t } = useI18n()
  const format = useLocaleFormat()
  return ({ first }, { min }) =>
    min < first ? [t('diagnostics.beforeBranch', { n: format.count(first) }, first)] : []
}
