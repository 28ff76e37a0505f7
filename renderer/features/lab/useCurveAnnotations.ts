import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { experimentInForce } from '../../../core/experiment/inForce'
import type { RunSummary } from '../../../core/contract/run'
import type { PlotMark } from '../../charts/lines/frame'
import { useBranchStore } from '../../stores/branch'
import { useExperimentStore } from '../../stores/experiment'
import { useRunsStore } from '../../stores/runs'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

export interface CurveAnnotations {
  /** Where a setting was tuned, and to what; and where the branch begins that is set up. */
  readonly marks: ComputedRef<readonly PlotMark[]>
  /**
   * The threshold that clipping enforces, null without clipping, and whether it limits the norm that is
   * drawn.
   */
  readonly clip: ComputedRef<{ readonly threshold: number | null; readonly isNormLimit: boolean }>
  /** Where the run diverged: that update has no values, only a cross. */
  readonly divergedAt: ComputedRef<number | null>
}

/** What stands in the curves beside their values: the run's, or before a run the form's. */
export function useCurveAnnotations(run: ComputedRef<RunSummary | null>): CurveAnnotations {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const draft = useExperimentStore()
  const branch = useBranchStore()
  const runs = useRunsStore()

  /** None where the curves end: there nothing is left to be told apart. */
  const branchMarks = () =>
    branch.isOpen && branch.update !== null && branch.update < runs.numUpdates
      ? [{ update: branch.update, label: t('charts.mark.branch') }]
      : []

  return {
    marks: computed(() => [
      ...(run.value?.tuningEvents ?? []).map(({ update, field, to }) => ({
        update,
        label: t(`charts.mark.${field === 'optimizer.lr' ? 'lr' : 'threshold'}`, { to: format.setting(to) }),
      })),
      ...branchMarks(),
    ]),
    clip: computed(() => {
      const clip = (run.value ? experimentInForce(run.value) : draft.experiment)?.clip
      if (!clip || clip.mode === 'none') return { threshold: null, isNormLimit: false }
      return { threshold: clip.threshold, isNormLimit: clip.mode === 'norm' }
    }),
    divergedAt: computed(() => (runs.shown.status === 'diverged' ? runs.shown.divergence.update : null)),
  }
}
