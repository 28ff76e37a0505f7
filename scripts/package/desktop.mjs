// @ts-check
// What a Linux desktop reads: the entry of its menu.
import { product } from './product.mjs'

/**
 * The desktop entry: https://specifications.freedesktop.org/desktop-entry-spec/latest/
 * @param {string} executable the window's, as an absolute path
 */
export function desktopEntry(executable) {
  const { name, id, summaries, genericNames, categories, keywords } = product
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    ...localized('GenericName', genericNames),
    ...localized('Comment', summaries),
    `Exec=${executable}`,
    `Icon=${id}`,
    'Terminal=false',
    `Categories=${list(categories)}`,
    `Keywords=${list(keywords)}`,
    `StartupWMClass=${id}`,
    'StartupNotify=true',
  ]
  return `${lines.join('\n')}\n`
}

/** @param {string} key @param {Readonly<Record<'en' | 'zh_CN', string>>} texts */
function localized(key, texts) {
  return [`${key}=${texts.en}`, `${key}[zh_CN]=${texts.zh_CN}`]
}

/** @param {readonly string[]} values */
function list(values) {
  return values.map((value) => `${value};`).join('')
}
