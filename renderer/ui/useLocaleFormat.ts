import { useI18n } from 'vue-i18n'
import { shownNumber } from '../../core/contract/counting'
import type { Locale } from '../locales/i18n'
import { sentenceGaps } from '../locales/i18n'
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatSetting,
  formatShare,
  formatTick,
} from './format/number'
import { formatDuration, formatMoment } from './format/time'

/** Number formats in the window's language. */
export function useLocaleFormat() {
  const { locale, t } = useI18n()
  return {
    number: (value: number, digits?: number) => formatNumber(value, locale.value, digits),
    setting: (value: number) => formatSetting(value, locale.value),
    bytes: (value: number) => formatBytes(value, locale.value),
    count: (value: number) => formatCount(value, locale.value),
    /** An update or a time step by its index: people count both from 1. */
    ordinal: (index: number) => formatCount(shownNumber(index), locale.value),
    /**
     * For a table: a measured number, a count, and an update or a time step by its index, each with its
     * value.
     */
    numberCell: (value: number, digits?: number) => ({
      text: formatNumber(value, locale.value, digits),
      value,
    }),
    /** The same, but empty for NaN where that stands for nothing. */
    presentCell: (value: number, digits: number, isNaNAbsent: boolean) =>
      isNaNAbsent && Number.isNaN(value) ? '' : { text: formatNumber(value, locale.value, digits), value },
    countCell: (value: number) => ({ text: formatCount(value, locale.value), value }),
    ordinalCell(index: number) {
      const value = shownNumber(index)
      return { text: formatCount(value, locale.value), value }
    },
    share: (value: number) => t('number.percent', { n: formatShare(value, locale.value) }),
    /** A stretch of time in seconds, by its two largest units. */
    duration: (seconds: number) => formatDuration(seconds, locale.value),
    /** An instant of ISO 8601, with seconds where these are to tell it from others. */
    moment: (iso: string, seconds = false) => formatMoment(iso, locale.value, { seconds }),
    /** A list within a sentence: "a, b, and c". */
    list: (items: readonly string[]) => new Intl.ListFormat(locale.value).format(items),
    /** Readings side by side, without an "and". */
    readings: (items: readonly string[]) =>
      new Intl.ListFormat(locale.value, { style: 'narrow' }).format(items),
    /** Sentences one after the other; an empty one is left out. */
    sentences: (texts: readonly string[]) =>
      texts.filter((text) => text !== '').join(sentenceGaps[locale.value as Locale]),
    tick: (value: number) => formatTick(value, locale.value),
  }
}
