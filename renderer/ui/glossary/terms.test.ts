import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { diagnosticsTabs } from '../../stores/diagnosticsTab'
import { en } from '../../locales/en'
import { terms, type Term } from '../../../core/glossary/terms'

const all: readonly Term[] = terms
const lessons = import.meta.glob<string>('../../../lessons/*.lesson.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const lessonIds = Object.values(lessons).map((text) => /^id: (.*)$/m.exec(text)?.[1])

/** Whether the window has what an entry leads to. */
function isThere({ at }: Term): boolean {
  if ('field' in at) {
    const [group, name] = at.field.split('.') as [keyof typeof en.fields, string]
    return name in en.fields[group]
  }
  if ('tab' in at) return diagnosticsTabs.some((tab) => tab === at.tab)
  if ('lesson' in at) return lessonIds.includes(at.lesson)
  return 'command' in at || at.place in en.nav
}

describe('the glossary', () => {
  it('has each term once', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(all.map(({ zh: [name] }) => name)).size).toBe(all.length)
  })

  it('has formulas that can be set', () => {
    const broken = all.filter(({ tex }) => {
      try {
        if (tex) katex.renderToString(tex, { throwOnError: true, strict: 'error' })
        return false
      } catch {
        return true
      }
    })
    expect(broken).toEqual([])
  })

  it('leads to what the window has', () => {
    expect(all.filter((term) => !isThere(term))).toEqual([])
  })

  it('says everything in both languages, in sentences and with the signs of each', () => {
    for (const { en: english, zh: chinese } of all) {
      expect(english[1]).toMatch(/^[A-Zeh].*\.$/s)
      expect(english.join()).not.toMatch(/['"\p{Script=Han}]/u)
      expect(chinese[1]).toMatch(/。$/)
      expect(chinese.join()).not.toMatch(/['"]|裁剪(?!）)|运行/)
    }
  })
})
