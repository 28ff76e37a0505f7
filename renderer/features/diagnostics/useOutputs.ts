import type { ComputedRef, Ref } from 'vue'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Experiment } from '../../../core/experiment/experiment'
import { outputSchedule } from '../../../core/experiment/outputs'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

/** What a network made along its training, one of which is looked at. */
export interface Outputs<T> {
  readonly updates: ComputedRef<readonly number[]>
  /** Null: the newest. */
  readonly chosen: Ref<number | null>
  readonly shown: ComputedRef<{ readonly update: number; readonly output: T } | null>
  /** When something is made, in words. */
  readonly schedule: ComputedRef<string>
}

/** `version` is read for whatever tells that there is more in `made`, which is not reactive. */
export function useOutputs<T>(
  made: () => ReadonlyMap<number, T>,
  version: () => unknown,
  experiment: () => Experiment | null,
): Outputs<T> {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const chosen = ref<number | null>(null)
  const updates = computed(() => {
    void version()
    return [...made().keys()]
  })
  const shown = computed(() => {
    const wanted = chosen.value !== null && updates.value.includes(chosen.value) ? chosen.value : null
    const update = wanted ?? updates.value.at(-1)
    void version()
    const output = update === undefined ? undefined : made().get(update)
    return update === undefined || output === undefined ? null : { update, output }
  })
  const schedule = computed(() => {
    const of = experiment()
    const found = of && outputSchedule(of)
    if (!found) return ''
    const every = format.count(found.every)
    if (of.evaluation.outputEvery !== null) return t('outputs.asked', { every }, found.every)
    if (found.first.length === 0) return t('outputs.even', { every }, found.every)
    return t('outputs.schedule', { first: format.list(found.first.map((n) => format.count(n))), every })
  })
  return { updates, chosen, shown, schedule }
}
