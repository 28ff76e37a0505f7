import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'
import { useThrottledRef } from '../../ui/useThrottledRef'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

const NOTHING = '–'
/** Faster than this nobody reads. */
const INTERVAL_MS = 100

/** The figures beside the controls. */
export function useLabReadouts() {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const draft = useExperimentStore()
  const runs = useRunsStore()

  /** Of the newest update that is here: the run's state may be ahead of its log. */
  const newestRate = (): number => {
    const { lr } = runs.overview?.columns ?? runs.columns
    return runs.version >= 0 ? lr.at(lr.length - 1) : NaN
  }
  const shown = useThrottledRef(
    () => ({
      run: runs.shown.status === 'idle' ? null : runs.shown.run,
      numUpdates: runs.numUpdates,
      lr: newestRate(),
    }),
    INTERVAL_MS,
  )

  return computed(() => {
    const { run, numUpdates, lr } = shown.value
    const total = (run?.experiment ?? draft.experiment)?.train.updates
    const isClipping = (run?.experiment ?? draft.experiment)?.clip.mode !== 'none'
    const clipped = run && numUpdates > 0 ? format.share(run.clippedShare) : NOTHING
    // None is left of a run whose updates were all taken back.
    const ms = numUpdates > 0 ? (run?.msPerUpdate ?? null) : null
    return [
      {
        id: 'update',
        term: 'update' as const,
        name: t('readouts.update'),
        value: t('readouts.of', {
          n: format.count(numUpdates),
          total: total === undefined ? NOTHING : format.count(total),
        }),
        width: 3 + 2 * format.count(total ?? 0).length,
      },
      {
        id: 'lr',
        term: 'learning-rate' as const,
        name: t('fields.optimizer.lr.label'),
        value: Number.isNaN(lr) ? NOTHING : format.number(lr, 3),
        width: 7,
        title: t('readouts.lrTitle'),
      },
      {
        id: 'ms',
        name: t('readouts.msPerUpdate'),
        value: ms === null ? NOTHING : t('readouts.ms', { n: format.number(ms, 3) }),
        width: 7,
      },
      {
        id: 'clipped',
        term: 'gradient-clipping' as const,
        name: t('readouts.clippedShare'),
        value: isClipping ? clipped : t('readouts.notClipping'),
        width: 4,
        title: t('readouts.clippedTitle'),
      },
      {
        id: 'threads',
        name: t('fields.train.threads.label'),
        // Not known of a run that was opened, or that another process trains.
        value: run?.threads && !run.trainedBy ? format.count(run.threads) : NOTHING,
        width: 2,
      },
      {
        id: 'parameters',
        name: t('readouts.numParameters'),
        // Not known before its network is built.
        value: run && run.numParameters > 0 ? format.count(run.numParameters) : NOTHING,
        width: 0,
      },
    ]
  })
}
