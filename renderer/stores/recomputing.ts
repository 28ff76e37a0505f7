import type { ComputedRef } from 'vue'
import { shallowRef } from 'vue'
import type { Failure } from '../../core/contract/result'
import type { KeptView } from '../../core/contract/views'
import type { Client } from '../client/client'

/** Updates of the shown run that are recomputed, so that views of them can be seen. */
export interface Recomputing {
  readonly views: readonly KeptView[]
  readonly made: number
  readonly planned: number
  /** Whether nobody asked for it. */
  readonly isUnasked: boolean
}

/** What recomputing without being asked may take. */
const UNASKED_MS = 3000

/** Recomputes updates of the shown run; `onFailure` hears why that failed, and null when it begins. */
export function createRecomputing(
  client: Client,
  selectedId: ComputedRef<string | null>,
  onFailure: (failure: Failure | null) => void,
) {
  const recomputing = shallowRef<Recomputing | null>(null)
  /** Those that were recomputed last, in rising order. */
  const recomputed = shallowRef<{ views: readonly KeptView[]; updates: readonly number[] } | null>(null)
  let numBegun = 0

  client.on['run:recomputing'](({ runId, made, planned }) => {
    if (recomputing.value && runId === selectedId.value)
      recomputing.value = { ...recomputing.value, made, planned }
  })

  return {
    recomputing,
    recomputed,

    /** Another run will be shown than `runId`, or none. */
    leave(runId: string | null): void {
      recomputed.value = null
      if (runId && recomputing.value) void client.request['run:cancelInspect']({ runId })
      recomputing.value = null
    },

    /** Something else is asked of the run, which ends it: nobody has to cancel it any more. */
    supersede(): void {
      numBegun++
      recomputing.value = null
    },

    /**
     * Has updates recomputed, and views of them observed, which then join the others. What nobody asked for
     * is soon over, and leaves what the window says of failures and of what was recomputed as it is.
     */
    async recompute(
      wanted: readonly KeptView[],
      updates: readonly number[],
      isUnasked = false,
    ): Promise<void> {
      const runId = selectedId.value
      if (!runId || updates.length === 0) return
      if (!isUnasked) {
        onFailure(null)
        recomputed.value = null
      }
      const mine = ++numBegun
      recomputing.value = { views: wanted, made: 0, planned: updates.length, isUnasked }
      const answer = await client.request['run:recompute']({
        runId,
        views: [...wanted],
        updates: [...updates],
        ...(isUnasked ? { withinMs: UNASKED_MS } : {}),
      })
      // Another run is shown by now, or something else is recomputed.
      if (runId !== selectedId.value || numBegun !== mine) return
      recomputing.value = null
      if (isUnasked) return
      if (answer.ok) recomputed.value = { views: wanted, updates: answer.value.updates }
      else if (answer.error.code !== 'cancelled') onFailure(answer.error)
    },
  }
}
