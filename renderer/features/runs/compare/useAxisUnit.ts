import type { ComputedRef, Ref } from 'vue'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { shownNumber } from '../../../../core/contract/counting'
import type { Unit } from '../../../stores/runCurves'
import { units } from '../../../stores/runCurves'
import { useLocaleFormat } from '../../../ui/useLocaleFormat'

export interface AxisUnit {
  readonly unit: Ref<Unit>
  readonly options: ComputedRef<{ readonly value: Unit; readonly label: string }[]>
  /** Of the axis. */
  readonly title: ComputedRef<string>
  /** A place on the axis, as its labels say it. */
  format(place: number): string
  /** The same in a sentence. */
  at(place: number): string
}

/** What the curves of runs are drawn over. */
export function useAxisUnit(): AxisUnit {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const unit = ref<Unit>('updates')
  function write(place: number): string {
    const number = shownNumber(place)
    if (unit.value === 'seconds') return format.tick(Number((number / 1000).toPrecision(4)))
    return unit.value === 'operations' ? format.tick(Number(number.toPrecision(3))) : format.ordinal(place)
  }
  return {
    unit,
    options: computed(() => units.map((value) => ({ value, label: t(`runs.compare.units.${value}.name`) }))),
    title: computed(() => t(`runs.compare.units.${unit.value}.axis`)),
    format: write,
    at: (place) => t(`runs.compare.units.${unit.value}.at`, { n: write(place) }),
  }
}
