import { useI18n } from 'vue-i18n'
import type { CheckState, ShownBlockOf } from '../../../core/contract/lessons'
import { useLocaleFormat } from '../../ui/useLocaleFormat'
import { useSettingWords } from './useSettingWords'

type Check = ShownBlockOf<'check'>

/** What a check asks of a run, and what the run has come to, in a sentence each. */
export function useCheckWords() {
  const { t, te } = useI18n()
  const format = useLocaleFormat()
  const settings = useSettingWords()

  function word(value: number | string | boolean): string {
    if (typeof value === 'number') return format.number(value, 3)
    if (typeof value === 'boolean') return t(value ? 'lessons.check.words.yes' : 'lessons.check.words.no')
    if (te(`lessons.check.words.${value}`)) return t(`lessons.check.words.${value}`)
    return value !== '' && Number.isFinite(Number(value)) ? format.number(Number(value), 3) : value
  }

  /** The probe in words. */
  function what(probe: string): string {
    const gradH = /^gradH\[(\d+)\]$/.exec(probe)
    if (gradH) return t('lessons.check.probes.gradH', { t: gradH[1]! })
    const gate = /^gate\.(\w+)\.(low|high)$/.exec(probe)
    if (gate)
      return t(`lessons.check.probes.${gate[2] === 'high' ? 'gateHigh' : 'gateLow'}`, { gate: gate[1]! })
    if (probe.startsWith('field:'))
      return t('lessons.check.probes.field', { field: settings.label(probe.slice(6)) })
    return t(`lessons.check.probes.${probe.replace('.', '-')}`)
  }

  function bound({ bound: { is, value }, limit, probe }: Check): string {
    const field = probe.startsWith('field:') ? probe.slice(6) : null
    const one = (text: string) => (field ? settings.value(field, text) : word(text))
    const [low, high] = value.split(' … ')
    const text =
      high === undefined ? one(value) : t('lessons.check.words.range', { low: one(low!), high: one(high) })
    const told =
      limit === null ? text : t('lessons.check.baseline', { text: baseline(value), value: word(limit) })
    return t(`lessons.check.bounds.${is}`, { value: told })
  }

  /** `baseline/2` as people write it. */
  const baseline = (value: string): string =>
    value.replace('baseline', t('charts.baseline')).replace('*', ' × ')

  function when({ probe, when: at, after, before }: Check): string {
    const isLasting = /^(status|updates|divergedAfter|tunings|field|visited|clippedShare)/.test(probe)
    const moment = isLasting ? '' : t(`lessons.check.when.${at}`)
    return [
      moment,
      after === null ? '' : t('lessons.check.after', { n: format.count(after) }),
      before === null ? '' : t('lessons.check.before', { n: format.count(before) }),
    ].join('')
  }

  function asked(check: Check): string {
    const place = /^visited:microscope\/(forward|backward|gradients)(?:\/(\d+))?$/.exec(check.probe)
    if (place) {
      const opened = t(`lessons.check.places.${place[1]!}`, { t: place[2] ?? '' })
      return t('lessons.check.visited', { place: opened })
    }
    if (check.probe === 'tunings' && check.bound.is === 'atLeast' && check.bound.value === '1')
      return t('lessons.check.tuned')
    const words = { what: what(check.probe), bound: bound(check), when: when(check) }
    return t('lessons.check.sentence', words)
  }

  /** What the run has come to; empty where there is nothing to say. */
  function found({ state, value, updates }: CheckState): string {
    if (value === null || updates === null || typeof value === 'boolean') return ''
    const words = { n: format.count(updates), value: word(value) }
    return t(state === 'met' ? 'lessons.check.metAt' : 'lessons.check.nowAt', words)
  }

  return { asked, found, word }
}
