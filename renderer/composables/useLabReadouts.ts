import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useExperimentStore } from '../stores/experiment'
import { useRunStore } from '../stores/run'
import { useLocaleFormat } from './useLocaleFormat'

const NOTHING = '–'

/** The figures beside the controls. */
export function useLabReadouts() {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const draft = useExperimentStore()
  const runs = useRunStore()

  return computed(() => {
    const run = runs.shown.status === 'idle' ? null : runs.shown.run
    const total = (run?.experiment ?? draft.experiment)?.train.updates
    const ms = run?.msPerUpdate ?? null
    return [
      {
        id: 'update',
        name: t('readouts.update'),
        value: t('readouts.of', {
          n: format.count(runs.numUpdates),
          total: total === undefined ? NOTHING : format.count(total),
        }),
      },
      {
        id: 'ms',
        name: t('readouts.msPerUpdate'),
        value: ms === null ? NOTHING : t('readouts.ms', { n: format.number(ms, 3) }),
      },
      {
        id: 'parameters',
        name: t('readouts.numParameters'),
        value: run ? format.count(run.numParameters) : NOTHING,
      },
      {
        id: 'clipped',
        name: t('readouts.clippedShare'),
        value: run && runs.numUpdates > 0 ? format.share(run.clippedShare) : NOTHING,
        title: t('readouts.clippedTitle'),
      },
    ]
  })
}
