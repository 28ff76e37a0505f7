import type { Settings } from '../../../core/contract/ipc'
import { settingsSchema } from '../../../core/contract/ipc'
import type { JsonFile } from './jsonFile'

/** The app's language for the system's preferred ones, best first. */
export function localeFor(languages: readonly string[]): Settings['locale'] {
  const known = languages.map((language) => language.toLowerCase().split('-')[0])
  return known.find((language) => language === 'zh' || language === 'en') === 'zh' ? 'zh-CN' : 'en'
}

/** Settings as they are stored. What is not there has its default; the language's is the system's. */
export function storedSettingsSchema(languages: readonly string[]) {
  const { locale, theme, characterKeys, notation, onClose } = settingsSchema.shape
  return settingsSchema.extend({
    locale: locale.default(localeFor(languages)),
    theme: theme.default('system'),
    characterKeys: characterKeys.default(true),
    notation: notation.default('pytorch'),
    onClose: onClose.default('ask'),
  })
}

/** The person's settings, kept in memory and on disk. */
export interface SettingsStore {
  get(): Settings
  /** Changes some of them and answers with all. They hold also where the disk refuses them. */
  set(changes: { [K in keyof Settings]?: Settings[K] | undefined }): Settings
}

export interface SettingsListener {
  changed(settings: Settings): void
  /** The disk refused them: they hold until the app quits. */
  unsaved(error: unknown): void
}

export function createSettingsStore(
  file: JsonFile<Settings>,
  defaults: Settings,
  listener: SettingsListener,
): SettingsStore {
  let settings: Settings = file.read() ?? defaults

  function save(): void {
    try {
      file.write(settings)
    } catch (error) {
      listener.unsaved(error)
    }
  }

  return {
    get: () => settings,
    set(changes) {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined)
      const changed: Settings = { ...settings, ...Object.fromEntries(given) }
      const names = Object.keys(changed) as (keyof Settings)[]
      if (names.every((name) => changed[name] === settings[name])) return settings
      settings = changed
      listener.changed(settings)
      save()
      return settings
    },
  }
}
