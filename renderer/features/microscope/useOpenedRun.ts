import type { Ref } from 'vue'
import { computed, onActivated, onDeactivated, onMounted } from 'vue'
import { useI18n } from 'vue-i18n'
import { useMicroscopeStore } from '../../stores/microscope'
import { useRunsStore } from '../../stores/runs'
import { useLocaleFormat } from '../../ui/useLocaleFormat'
import { useReasonText } from '../../ui/useReasonText'

/**
 * Keeps what the microscope shows of a run up to date whenever it comes into sight, and says how that stands.
 */
export function useOpenedRun(): Readonly<Ref<string>> {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const { failureText } = useReasonText()
  const runs = useRunsStore()
  const microscope = useMicroscopeStore()
  let visits = 0

  /** Opens the run's newest update if it has made one since, unless another update was asked for. */
  async function openIfStale(): Promise<void> {
    const isSent = microscope.visits !== visits
    visits = microscope.visits
    const isElsewhere = microscope.source !== null && microscope.source !== 'run'
    if (isSent || isElsewhere || !runs.canInspect || runs.isBusy || microscope.isOpening) return
    // Whoever opened an update by its number finds it again; the bar leads to the newest.
    const isKept = microscope.isChosen ? !microscope.isTakenBack : !microscope.isPast
    if (microscope.isOfShownRun && isKept) return
    await microscope.openNewest()
  }
  onMounted(() => void openIfStale())
  onActivated(() => void openIfStale())
  onDeactivated(microscope.cancelInspect)

  return computed(() => {
    if (microscope.isOpening) return ''
    if (runs.failure) return t('microscope.refused', { message: failureText(runs.failure) })
    if (microscope.source !== 'run' || !microscope.timeline || !microscope.step) return ''
    if (!microscope.isOfShownRun) return t('microscope.closed')
    const update = format.ordinal(microscope.timeline.trace.update)
    if (microscope.isTakenBack) return t('microscope.takenBack', { update })
    const { status } = runs.shown
    if (microscope.isPast || status === 'running') return t('microscope.past', { update })
    if (status !== 'paused') return t(`microscope.${status}`, { update })
    return t(microscope.hasPaused ? 'microscope.paused' : 'microscope.inspected', { update })
  })
}
