import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { Writing } from '../../core/contract/outputs'
import type { Failure } from '../../core/contract/result'
import { useClient } from '../client/client'
import { useObservationsStore } from './observations'

/** Has the network of the shown run write; what it writes comes as an observation. */
export const useWritingStore = defineStore('writing', () => {
  const client = useClient()
  const observations = useObservationsStore()
  const isWriting = shallowRef(false)
  /** Why it could not write what was asked for last. */
  const failure = shallowRef<Failure | null>(null)

  async function write(writing: Writing): Promise<boolean> {
    const { runId } = observations
    if (runId === null) return false
    isWriting.value = true
    failure.value = null
    const answer = await client.request['run:write']({ runId, writing })
    if (runId !== observations.runId) return false
    isWriting.value = false
    if (!answer.ok && answer.error.code !== 'cancelled') failure.value = answer.error
    return answer.ok
  }

  watch(
    () => observations.runId,
    () => {
      isWriting.value = false
      failure.value = null
    },
  )

  return { isWriting, failure, write }
})
