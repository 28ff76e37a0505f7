import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
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

function open(languages = ['en-US'], changed = vi.fn(), unsaved = vi.fn()) {
  const schema = storedSettingsSchema(languages)
  return createSettingsStore(createJsonFile(file, schema), schema.parse({}), { changed, unsaved })
}

const asFirst = { locale: 'en', theme: 'system', characterKeys: true, notation: 'pytorch', onClose: 'ask' }

describe('createSettingsStore', () => {
  it("starts with the system's language and theme, and writes nothing by itself", () => {
    expect(open(['zh-Hans-CN', 'en']).get()).toEqual({ ...asFirst, locale: 'zh-CN' })
    expect(existsSync(file)).toBe(false)
  })

  it('keeps what was set', () => {
    open().set({ theme: 'dark' })
    open().set({ locale: 'zh-CN' })
    open().set({ characterKeys: false })
    expect(open().get()).toEqual({ ...asFirst, locale: 'zh-CN', theme: 'dark', characterKeys: false })
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('reads what an older version wrote, with defaults for what that did not know', () => {
    writeFileSync(file, '{ "locale": "zh-CN", "theme": "dark" }')
    expect(open().get()).toEqual({ ...asFirst, locale: 'zh-CN', theme: 'dark' })
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('reads a file that an editor saved with a byte order mark', () => {
    writeFileSync(file, '\ufeff{ "locale": "zh-CN", "theme": "dark", "characterKeys": true }')
    expect(open().get()).toEqual({ ...asFirst, locale: 'zh-CN', theme: 'dark' })
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('reports changes, and nothing else', () => {
    const changed = vi.fn()
    const settings = open(['en'], changed)
    settings.set({ theme: 'light' })
    settings.set({ theme: 'light' })
    settings.set({})
    expect(changed.mock.calls).toEqual([[{ ...asFirst, theme: 'light' }]])
  })

  it.each([
    ['not JSON', '{ "locale": "en", '],
    ['empty', ''],
    ['another document', '[1, 2]'],
    ['null bytes', '\0\0\0\0'],
  ])('falls back to defaults when the file is %s, and keeps the file aside', (_, text) => {
    writeFileSync(file, text)
    const settings = open()
    expect(settings.get()).toEqual(asFirst)
    settings.set({ theme: 'dark' })
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(text)
    expect(open().get()).toEqual({ ...asFirst, theme: 'dark' })
  })

  it.each([
    ['an unknown language', { locale: 'xx', theme: 'dark', characterKeys: false }, { locale: 'zh-CN' }],
    ['a theme of another type', { locale: 'en', theme: 1, characterKeys: false }, { theme: 'system' }],
    ['no value but null', { locale: 'en', theme: 'dark', characterKeys: null }, { characterKeys: true }],
    ['a setting of a newer version', { locale: 'en', theme: 'dark', characterKeys: false, more: 1 }, {}],
    ['an inherited name', { locale: 'en', theme: 'dark', characterKeys: false, toString: 1 }, {}],
  ])('loses to %s that value alone, and keeps the file as it was aside', (_, stored, lost) => {
    writeFileSync(file, JSON.stringify(stored))
    const { locale, theme, characterKeys } = stored
    expect(open(['zh-CN']).get()).toEqual({ ...asFirst, locale, theme, characterKeys, ...lost })
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(JSON.stringify(stored))
  })

  it.each([
    ['a device without an end', () => symlinkSync('/dev/zero', file)],
    ['a pipe that nobody writes to', () => execFileSync('mkfifo', [file])],
    ['a folder', () => mkdirSync(file)],
    ['a file too large for settings', () => writeFileSync(file, ' '.repeat(100_000))],
  ])('does without %s', (_, make) => {
    make()
    expect(open().get()).toEqual(asFirst)
  })

  it('holds a change for this session even if the disk refuses it, and says so', () => {
    mkdirSync(`${file}.new`)
    const unsaved = vi.fn()
    const settings = open(['en'], vi.fn(), unsaved)
    expect(settings.set({ theme: 'dark' })).toEqual({ ...asFirst, theme: 'dark' })
    expect(unsaved.mock.calls).toEqual([[expect.objectContaining({ code: 'EISDIR' })]])
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
