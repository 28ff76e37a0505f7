import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { Preset } from '../../core/contract/lessons'
import { useClient } from '../client/client'
import { useOpenRun } from './openRun'
import { useRunsStore } from './runs'
import { useSettingsStore } from './settings'

/** The presets of the gallery, each a run that one press starts. */
export const usePresetsStore = defineStore('presets', () => {
  const client = useClient()
  const settings = useSettingsStore()
  const runs = useRunsStore()
  const openRun = useOpenRun()
  const presets = shallowRef<readonly Preset[]>([])
  const isBusy = ref(false)

  async function load(): Promise<void> {
    const answer = await client.request['lesson:presets']({ language: settings.settings.locale })
    if (answer.ok) presets.value = answer.value
  }
  watch(() => settings.settings.locale, load, { immediate: true })

  /** Starts a preset's run and shows it, with its settings in the form. */
  async function start(preset: string): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    const answer = await client.request['lesson:preset']({ preset })
    if (answer.ok) await openRun(answer.value.runId)
    else if (answer.error.code !== 'cancelled') runs.fail(answer.error)
    isBusy.value = false
  }

  return { presets, isBusy, start }
})
