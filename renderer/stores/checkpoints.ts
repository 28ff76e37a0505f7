import type { ComputedRef } from 'vue'
import { computed, shallowReactive, watch } from 'vue'
import { defineStore } from 'pinia'
import type { KeptCheckpoint } from '../../core/contract/kept'
import { useClient } from '../client/client'
import { useKeptRunsStore } from './keptRuns'

/** Of which of their updates runs keep checkpoints, as far as that was asked for. */
export const useCheckpointsStore = defineStore('checkpoints', () => {
  const client = useClient()
  const known = shallowReactive(new Map<string, readonly KeptCheckpoint[]>())

  /** Looks again. Of a run that is not there, or not yet, none are known. */
  async function look(runId: string): Promise<void> {
    const answer = await client.request['kept:checkpoints']({ runId })
    known.set(runId, answer.ok ? answer.value.checkpoints : [])
  }

  return { look, of: (runId: string): readonly KeptCheckpoint[] | null => known.get(runId) ?? null }
})

/** A checkpoint comes so long after the last update that was logged before it, at most, in milliseconds. */
const LAST_MS = 4000

/** The checkpoints that a run keeps, rising, as they come and go while it trains; null until they are known. */
export function useCheckpoints(runId: () => string | null): ComputedRef<readonly KeptCheckpoint[] | null> {
  const store = useCheckpointsStore()
  const kept = useKeptRunsStore()
  watch(
    () => [runId(), kept.writtenAt(runId() ?? '')] as const,
    ([id], _, onCleanup) => {
      if (id === null) return
      void store.look(id)
      const timer = setTimeout(() => void store.look(id), LAST_MS)
      onCleanup(() => clearTimeout(timer))
    },
    { immediate: true },
  )
  return computed(() => store.of(runId() ?? ''))
}
