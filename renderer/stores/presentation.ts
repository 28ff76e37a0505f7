import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useClient } from '../client/client'

/** The window as it is shown to a room: enlarged, black for a while, with a pointer. */
export const usePresentationStore = defineStore('presentation', () => {
  const client = useClient()
  const isOn = ref(false)
  const isBlack = ref(false)
  const hasPointer = ref(false)
  /** Which pair of the Lab's figures is shown. */
  const pair = ref(0)

  client.on['window:presenting'](() => toggle())

  function set(on: boolean): void {
    isOn.value = on
    isBlack.value = false
    hasPointer.value = false
    void client.request['window:present']({ isOn: on })
  }
  const toggle = (): void => set(!isOn.value)

  return {
    ...{ isOn, isBlack, hasPointer, pair, toggle },
    leave: () => set(false),
    toggleBlack: () => void (isBlack.value = !isBlack.value),
    togglePointer: () => void (hasPointer.value = !hasPointer.value),
  }
})
