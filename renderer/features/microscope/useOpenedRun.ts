import type { Ref } from 'vue'
import { computed, onActivated, onDeactivated, onMounted } from 'vue'
import { useI18n } from 'vue-i18n'
import { useMicroscopeStore } from '../../stores/microscope'
import { useRunsStore } from '../../stores/runs'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

/**
 * Keeps what the microscope shows of a run up to date whenever it comes into sight, and says how that stands.
 */
export function useOpenedRun(): Readonly<Ref<string>> {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const runs = useRunsStore()
  const microscope = useMicroscopeStore()
  const currentRunId = computed(() => (runs.shown.status === 'idle' ? null : runs.shown.run.runId))

  let visits = 0

  /** Opens the run's newest update if the run has moved since, unless another update was asked for. */
  async function openIfStale(): Promise<void> {
    const isSent = microscope.visits !== visits
    visits = microscope.visits
    if (
      isSent ||
      !runs.canInspect ||
      runs.isBusy ||
      microscope.isOpening ||
      (microscope.source !== null && microscope.source !== 'run')
    )
      return
    const isSame = microscope.openedRunId === currentRunId.value && microscope.timeline !== null
    const made = runs.shown.status === 'idle' ? 0 : runs.shown.update
    // Whoever opened an update of the past finds it again; the bar leads to the newest.
    if (isSame && (microscope.isPast || microscope.timeline!.trace.update === (runs.lastUpdate ?? made - 1)))
      return
    await microscope.openRun()
  }
  onMounted(() => void openIfStale())
  onActivated(() => void openIfStale())
  onDeactivated(microscope.cancelInspect)

  return computed(() => {
    if (microscope.isOpening) return ''
    if (runs.failure) return t('microscope.refused', { message: runs.failure.message })
    if (microscope.source !== 'run' || !microscope.timeline || !microscope.step) return ''
    if (microscope.openedRunId !== currentRunId.value) return t('microscope.closed')
    const update = format.ordinal(microscope.timeline.trace.update)
    if (microscope.timeline.trace.update === runs.lastUpdate)
      return t(`microscope.${runs.shown.status}`, { update })
    if (microscope.isPast) return t('microscope.past', { update })
    return t(microscope.hasPaused ? 'microscope.paused' : 'microscope.inspected', { update })
  })
}
