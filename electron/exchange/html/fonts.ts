import ranges from '@fontsource/noto-sans-sc/unicode.json'

/*
 * Noto Sans SC in slices of some 200 characters each, of which a page takes those that it needs: Chinese is
 * read on a machine that has no font for it.
 */

const SLICE = /noto-sans-sc-(\d+)-400-normal\.woff2$/
/** From here on stand the characters that fonts for Latin lack. */
const FIRST_CJK = 0x2e80

/** By the numbers of the slices, what loads them as data URLs. */
const slices = new Map(
  Object.entries(
    import.meta.glob<string>('/node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-*-400-normal.woff2', {
      query: '?inline',
      import: 'default',
    }),
  ).flatMap(([path, load]) => {
    const [, number] = SLICE.exec(path) ?? []
    return number === undefined ? [] : [[number, load] as const]
  }),
)

/** `U+4e00-4e05,U+4e10` as pairs of code points. */
const pairsOf = (range: string) =>
  range.split(',').map((part) => {
    const [first, last] = part
      .replace('U+', '')
      .split('-')
      .map((code) => parseInt(code, 16))
    return [first!, last ?? first!] as const
  })

/**
 * The rules of CSS for the slices that a text needs, as the family `Noto Sans SC`; empty where it needs none.
 */
export async function chineseFaces(text: string): Promise<string> {
  const codes = [...new Set(text)].map((each) => each.codePointAt(0)!).filter((code) => code >= FIRST_CJK)
  const needed = Object.entries<string>(ranges).filter(([, range]) => {
    const pairs = pairsOf(range)
    return codes.some((code) => pairs.some(([first, last]) => code >= first && code <= last))
  })
  const faces: string[] = []
  for (const [name, range] of needed) {
    // Those for Latin and Cyrillic have names, not numbers.
    const url = await slices.get(name.replaceAll(/[[\]]/g, ''))?.()
    if (url === undefined) continue
    faces.push(
      `@font-face{font-family:'Noto Sans SC';font-weight:400;src:url(${url}) format('woff2');unicode-range:${range}}`,
    )
  }
  return faces.length === 0 ? '' : `/* Noto Sans SC, SIL Open Font License 1.1 */\n${faces.join('\n')}\n`
}
