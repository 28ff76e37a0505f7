import { useI18n } from 'vue-i18n'
import type { FieldValue } from '../../../../core/sweep/sweep'
import { useLocaleFormat } from '../../../ui/useLocaleFormat'

/** What the window calls a setting, and what stands in it. */
export function useSettingWords() {
  const { t, te } = useI18n()
  const format = useLocaleFormat()
  return {
    label: (path: string) => (te(`fields.${path}.label`) ? t(`fields.${path}.label`) : path),
    value(path: string, value: FieldValue | undefined): string {
      if (value === undefined) return '–'
      if (value === null) return te(`fields.${path}.empty`) ? t(`fields.${path}.empty`) : '–'
      if (typeof value === 'number') return format.setting(value)
      if (typeof value === 'boolean') return t(value ? 'runs.compare.on' : 'runs.compare.off')
      return te(`options.${path}.${value}`) ? t(`options.${path}.${value}`) : value
    },
  }
}
