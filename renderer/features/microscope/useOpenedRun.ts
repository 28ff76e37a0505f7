import type { Ref } from 'vue'
import { computed, onActivated, onDeactivated, onMounted } from 'vue'
import { useI18n } from 'vue-i18n'
import { useMicroscopeStore } from '../../stores/microscope'
import { useRunsStore } from '../../stores/runs'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

/** Keeps what the microscope shows of a run up to date whenever it comes into sight, and says how that stands. */
export function useOpenedRun(): Readonly<Ref<string>> {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const runs = useRunsStore()
  const scope = useMicroscopeStore()
  const currentRunId = computed(() => (runs.shown.status === 'idle' ? null : runs.shown.run.runId))

  let visits = 0

  /** Whoever comes here wants to see the run; its newest state, if it has moved since, unless sent here for another. */
  async function openIfStale(): Promise<void> {
    const isSent = scope.visits !== visits
    visits = scope.visits
    if (
      isSent ||
      !runs.canInspect ||
      runs.isBusy ||
      scope.isOpening ||
      (scope.source !== null && scope.source !== 'run')
    )
      return
    const isSame = scope.openedRunId === currentRunId.value && scope.walked !== null
    const made = runs.shown.status === 'idle' ? 0 : runs.shown.update
    // Whoever opened an update of the past finds it again; the bar leads to the newest.
    if (isSame && (scope.isPast || scope.walked!.trace.update === (runs.lastUpdate ?? made - 1))) return
    await scope.openRun()
  }
  onMounted(() => void openIfStale())
  onActivated(() => void openIfStale())
  onDeactivated(scope.cancelInspect)

  return computed(() => {
    if (scope.isOpening) return ''
    if (runs.failure) return t('microscope.refused', { message: runs.failure.message })
    if (scope.source !== 'run' || !scope.walked || !scope.step) return ''
    if (scope.openedRunId !== currentRunId.value) return t('microscope.closed')
    const update = format.count(scope.walked.trace.update)
    if (scope.walked.trace.update === runs.lastUpdate) return t(`microscope.${runs.shown.status}`, { update })
    if (scope.isPast) return t('microscope.past', { update })
    return t(scope.hasPaused ? 'microscope.paused' : 'microscope.inspected', { update })
  })
}
