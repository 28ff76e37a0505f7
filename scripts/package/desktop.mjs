// @ts-check
// What a Linux desktop reads: the entry of its menu, and the types of files that Unroll opens.
import { fileTypes, product } from './product.mjs'

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
    `Exec=${executable} %F`,
    `Icon=${id}`,
    'Terminal=false',
    `Categories=${list(categories)}`,
    `Keywords=${list(keywords)}`,
    `MimeType=${list(fileTypes.map(({ mime }) => mime))}`,
    `StartupWMClass=${id}`,
    'StartupNotify=true',
  ]
  return `${lines.join('\n')}\n`
}

/** The types of files: https://specifications.freedesktop.org/shared-mime-info-spec/latest/ */
export function mimeTypes() {
  const types = fileTypes.map(({ mime, parent, extensions, names }) =>
    [
      `  <mime-type type="${mime}">`,
      `    <comment>${names.en}</comment>`,
      `    <comment xml:lang="zh_CN">${names.zh_CN}</comment>`,
      `    <sub-class-of type="${parent}"/>`,
      // Above the weight of the parent's own pattern, which is the shorter one anyhow.
      ...extensions.map((extension) => `    <glob weight="60" pattern="*.${extension}"/>`),
      '  </mime-type>',
    ].join('\n'),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
${types.join('\n')}
</mime-info>
`
}

/** @param {string} key @param {Readonly<Record<'en' | 'zh_CN', string>>} texts */
function localized(key, texts) {
  return [`${key}=${texts.en}`, `${key}[zh_CN]=${texts.zh_CN}`]
}

/** @param {readonly string[]} values */
function list(values) {
  return values.map((value) => `${value};`).join('')
}
