import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zhCN } from './zh-CN'

export type Locale = 'en' | 'zh-CN'

/** Languages by their own names, as a person who reads them would look for them. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' }

/** What stands between two sentences. */
export const sentenceGaps: Readonly<Record<Locale, string>> = { en: ' ', 'zh-CN': '' }

/** The window's texts. Messages are interpreted, not compiled to code, so the strict content policy holds. */
export function createTexts(locale: Locale = 'en') {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    messages: { en, 'zh-CN': zhCN },
  })
}
