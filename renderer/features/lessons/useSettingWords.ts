import { useI18n } from 'vue-i18n'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

/** What the window calls a setting of an experiment, and what stands in it. */
export function useSettingWords() {
  const { t, te } = useI18n()
  const format = useLocaleFormat()

  const label = (path: string): string => (te(`fields.${path}.label`) ? t(`fields.${path}.label`) : path)
  function value(path: string, given: number | string | boolean | null | undefined): string {
    if (given === null || given === undefined)
      return te(`fields.${path}.empty`) ? t(`fields.${path}.empty`) : '–'
    if (typeof given === 'number') return format.setting(given)
    if (typeof given === 'boolean') return t(given ? 'runs.compare.on' : 'runs.compare.off')
    return te(`options.${path}.${given}`) ? t(`options.${path}.${given}`) : given
  }
  /** Settings one after the other: "Cell: GRU". */
  function list(settings: Readonly<Record<string, number | string | boolean | null>>): string[] {
    return Object.entries(settings).map(([path, given]) =>
      t('lessons.run.setting', { name: label(path), value: value(path, given) }),
    )
  }
  return { label, value, list }
}
