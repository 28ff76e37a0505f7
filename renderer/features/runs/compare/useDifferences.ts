import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RunRow } from '../../../stores/runRow'
import { useLocaleFormat } from '../../../ui/useLocaleFormat'
import { useRunWords } from '../useRunWords'
import { differencesOf } from './differences'
import { useSettingWords } from './useSettingWords'

const results = [
  'status',
  'updates',
  'lastLoss',
  'bestLoss',
  'smoothedLoss',
  'solvedAfter',
  'numParameters',
  'seconds',
  'bytes',
] as const

/** In what settings and results runs differ, in words, and which is the best. */
export function useDifferences(rows: () => readonly RunRow[]) {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const words = useRunWords()
  const setting = useSettingWords()

  function resultText(row: RunRow, name: (typeof results)[number]): string {
    if (name === 'status') return words.status(row)
    const value = row[name]
    if (value === null || Number.isNaN(value)) return '–'
    if (name === 'seconds') return format.duration(value)
    if (name === 'bytes') return format.bytes(value)
    return name.endsWith('Loss') ? format.number(value, 3) : format.count(value)
  }

  return {
    settings: computed(() =>
      differencesOf(rows()).map(({ path, values }) => ({
        key: path,
        label: setting.label(path),
        values: values.map((value) => setting.value(path, value)),
      })),
    ),
    results: computed(() =>
      results
        .map((name) => ({
          key: name,
          label: t(`runs.columns.${name}`),
          values: rows().map((row) => resultText(row, name)),
        }))
        .filter(({ values }) => values.some((value) => value !== values[0])),
    ),
    best: computed(() => {
      const finite = rows().filter(({ smoothedLoss }) => Number.isFinite(smoothedLoss))
      if (finite.length === 0) return t('summary.none')
      const least = finite.reduce((one, other) => (other.smoothedLoss < one.smoothedLoss ? other : one))
      const loss = format.number(least.smoothedLoss, 3)
      return t('runs.compare.best', { name: words.name(least), loss })
    }),
  }
}
