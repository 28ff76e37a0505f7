import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createJsonFile } from './jsonFile'
import { createSettingsStore, localeFor, storedSettingsSchema } from './settingsStore'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-settings-'))
  file = join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (languages = ['en-US'], onChange = vi.fn()) =>
  createSettingsStore(createJsonFile(file, storedSettingsSchema), languages, onChange)

describe('createSettingsStore', () => {
  it("starts with the system's language and theme, and writes nothing by itself", () => {
    expect(open(['zh-Hans-CN', 'en']).get()).toEqual({
      locale: 'zh-CN',
      theme: 'system',
      characterKeys: true,
    })
    expect(existsSync(file)).toBe(false)
  })

  it('keeps what was set', () => {
    open().set({ theme: 'dark' })
    open().set({ locale: 'zh-CN' })
    open().set({ characterKeys: false })
    expect(open().get()).toEqual({ locale: 'zh-CN', theme: 'dark', characterKeys: false })
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('reads what an older version wrote, with defaults for what that did not know', () => {
    writeFileSync(file, '{ "locale": "zh-CN", "theme": "dark" }')
    expect(open().get()).toEqual({ locale: 'zh-CN', theme: 'dark', characterKeys: true })
  })

  it('reports changes, and nothing else', () => {
    const onChange = vi.fn()
    const settings = open(['en'], onChange)
    settings.set({ theme: 'light' })
    settings.set({ theme: 'light' })
    settings.set({})
    expect(onChange.mock.calls).toEqual([[{ locale: 'en', theme: 'light', characterKeys: true }]])
  })

  it.each([
    ['not JSON', '{ "locale": "en", '],
    ['empty', ''],
    ['another document', '[1, 2]'],
    ['an unknown value', '{ "locale": "xx", "theme": "dark" }'],
    ['an unknown field', '{ "locale": "en", "theme": "dark", "more": 1 }'],
    ['null bytes', '\0\0\0\0'],
  ])('falls back to defaults when the file is %s, and keeps the file aside', (_, text) => {
    writeFileSync(file, text)
    const settings = open()
    expect(settings.get()).toEqual({ locale: 'en', theme: 'system', characterKeys: true })
    settings.set({ theme: 'dark' })
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(text)
    expect(open().get()).toEqual({ locale: 'en', theme: 'dark', characterKeys: true })
  })

  it('holds a change for this session even if the disk refuses it, and says so', () => {
    writeFileSync(join(folder, 'blocked'), '')
    const blocked = createJsonFile(join(folder, 'blocked', 'settings.json'), storedSettingsSchema)
    const settings = createSettingsStore(blocked, ['en'], vi.fn())
    expect(() => settings.set({ theme: 'dark' })).toThrow(/EEXIST|ENOTDIR/)
    expect(settings.get().theme).toBe('dark')
  })
})

describe('localeFor', () => {
  it.each([
    [['zh-CN', 'en-US'], 'zh-CN'],
    [['zh-TW'], 'zh-CN'],
    [['de-DE', 'zh-CN', 'en'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['de-DE'], 'en'],
    [[], 'en'],
  ])('takes %j as %s', (languages, locale) => {
    expect(localeFor(languages)).toBe(locale)
  })
})
