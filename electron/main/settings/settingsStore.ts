import type { Settings } from '../../../core/contract/ipc'
import { settingsSchema } from '../../../core/contract/ipc'
import type { JsonFile } from './jsonFile'

/** Settings as they are stored: what an older version did not know of has its default. */
export const storedSettingsSchema = settingsSchema.extend({
  characterKeys: settingsSchema.shape.characterKeys.default(true),
})

/** The person's settings, kept in memory and on disk. */
export interface SettingsStore {
  get(): Settings
  /** Changes some of them and answers with all. They hold even if the disk refuses them, which throws. */
  set(changes: { [K in keyof Settings]?: Settings[K] | undefined }): Settings
}

/** The app's language for the system's preferred ones, best first. */
export function localeFor(languages: readonly string[]): Settings['locale'] {
  const known = languages.map((language) => language.toLowerCase().split('-')[0])
  return known.find((language) => language === 'zh' || language === 'en') === 'zh' ? 'zh-CN' : 'en'
}

export function createSettingsStore(
  file: JsonFile<Settings>,
  languages: readonly string[],
  onChange: (settings: Settings) => void,
): SettingsStore {
  let settings: Settings = file.read() ?? {
    locale: localeFor(languages),
    theme: 'system',
    characterKeys: true,
  }
  return {
    get: () => settings,
    set({ locale = settings.locale, theme = settings.theme, characterKeys = settings.characterKeys }) {
      const changed: Settings = { locale, theme, characterKeys }
      const names = Object.keys(changed) as (keyof Settings)[]
      if (names.every((name) => changed[name] === settings[name])) return settings
      settings = changed
      onChange(settings)
      file.write(settings)
      return settings
    },
  }
}
