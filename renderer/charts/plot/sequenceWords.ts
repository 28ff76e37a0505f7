import type { useLocaleFormat } from '../../ui/useLocaleFormat'
import type { SampleView } from '../data/readSample'

/** What stands in a sequence at one step, in words. */
export function sequenceWords(
  view: SampleView,
  step: number,
  t: (key: string, values: Readonly<Record<string, unknown>>) => string,
  format: Pick<ReturnType<typeof useLocaleFormat>, 'number' | 'ordinal' | 'readings'>,
): string {
  const number = (value: number): string => format.number(value, 3)
  const at = t('diagnostics.stepIs', { t: format.ordinal(step) })
  const input = (value: string): string => t('diagnostics.sequence.input', { value })
  const target = (value: string): string => t('diagnostics.sequence.target', { value })
  const join = (...parts: readonly string[]): string => format.readings(parts.filter(Boolean))
  if (view.kind === 'markedSum') {
    const mark = view.isMarked[step] ? t('diagnostics.sequence.marked', {}) : ''
    return join(at, input(number(view.values[step] ?? NaN)), mark)
  }
  if (view.kind === 'symbols') {
    const shown = view.steps[step]
    const wanted = shown?.target ?? null
    return join(at, input(shown?.input ?? ''), wanted === null ? '' : target(wanted))
  }
  const values = (curves: readonly { readonly values: readonly number[] }[]): string =>
    curves
      .map(({ values: all }) => all[step] ?? NaN)
      .filter(Number.isFinite)
      .map(number)
      .join(' ')
  const wanted = values(view.targets)
  return join(at, input(values(view.inputs)), wanted && target(wanted))
}
