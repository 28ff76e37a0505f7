import { useI18n } from 'vue-i18n'
import type { Problem } from '../../core/fields/problem'
import { useLocaleFormat } from './useLocaleFormat'

/** As `showValue` shows what is not there. */
const EMPTY: readonly string[] = ['""', 'undefined', 'null']

/** Says what is wrong with a field: its value and what was expected. */
export function useProblemText(): (problem: Problem) => string {
  const { t, te } = useI18n()
  const format = useLocaleFormat()

  function word(key: string, value: string | number): string {
    if (typeof value === 'number') return format.setting(value)
    if (key === 'part') return t(`memory.parts.${value}`)
    if (key === 'cell') return t(`cells.${value}`)
    return te(`fields.${value}.label`) ? t(`fields.${value}.label`) : value
  }

  return ({ value, code, params }) => {
    const words = Object.fromEntries(Object.entries(params).map(([key, param]) => [key, word(key, param)]))
    const expected = t(`problems.${code}`, words)
    if (EMPTY.includes(value)) return t('problems.empty', { expected })
    return t('problems.is', { value: value.replace(/^"(.*)"$/, '“$1”'), expected })
  }
}
