import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRunsStore } from '../../stores/runs'

/**
 * What a figure says as long as nothing was seen for it: when it comes, or that it no longer can. Some are
 * not computed for large networks.
 */
export function useWaitingText(isForSmall = false): ComputedRef<string> {
  const { t } = useI18n()
  const runs = useRunsStore()
  return computed(() => {
    if (runs.shown.status === 'diverged') return t('diagnostics.notMeasured')
    return t(isForSmall ? 'diagnostics.waitingIfSmall' : 'diagnostics.waiting')
  })
}
