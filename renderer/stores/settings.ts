import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Settings } from '../../core/contract/ipc'
import type { Reason } from '../../core/contract/reasons'
import { useClient } from '../client/client'

/** The person's settings, kept by the main process. */
export const useSettingsStore = defineStore('settings', () => {
  const client = useClient()
  const settings = shallowRef<Settings>({
    locale: 'en',
    theme: 'system',
    characterKeys: true,
    notation: 'pytorch',
    onClose: 'ask',
  })
  /** Why the disk refused them, until that has been read: they hold until the app quits. */
  const unsaved = shallowRef<Reason | null>(null)

  client.on['settings:changed']((changed) => (settings.value = changed))
  client.on['storage:failed'](({ what, why }) => {
    if (what === 'settings') unsaved.value = why
  })

  async function load(): Promise<void> {
    const result = await client.request['settings:get']({})
    if (result.ok) settings.value = result.value
  }

  /** Shows the change at once; if it cannot be stored, it still holds until the window closes. */
  async function change(changes: Partial<Settings>): Promise<void> {
    settings.value = { ...settings.value, ...changes }
    const result = await client.request['settings:set'](changes)
    if (result.ok) settings.value = result.value
  }

  return { settings, unsaved, load, change }
})
