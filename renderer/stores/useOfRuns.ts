import { onScopeDispose, shallowReactive, watch } from 'vue'
import type { NextStates, RecordedFlow } from '../../core/contract/inside'
import type { Failure, Result } from '../../core/contract/result'
import { useClient } from '../client/client'
import type { RunRow } from './runRow'
import { isTraining } from './runRow'

/** Something of a run: it is being read while there is neither value nor failure. */
export interface OfRun<T> {
  /** How many updates the run had made. */
  readonly updates: number
  readonly value: T | null
  readonly failure: Failure | null
}

/**
 * Reads something of each run that is shown, one after the other, and again when a run has gone on and rests.
 */
function useOfRuns<T>(
  rows: () => readonly RunRow[],
  read: (runId: string) => Promise<Result<T>>,
): ReadonlyMap<string, OfRun<T>> {
  const known = shallowReactive(new Map<string, OfRun<T>>())
  let isReading = false
  let isOver = false

  function isMissing(row: RunRow): boolean {
    const { runId, updates } = row
    const before = known.get(runId)
    return row.isKept && (!before || (before.updates !== updates && !isTraining(row)))
  }

  async function readMissing(): Promise<void> {
    if (isReading) return
    isReading = true
    try {
      for (;;) {
        const row = isOver ? undefined : rows().find(isMissing)
        if (!row) return
        const { runId, updates } = row
        // What was read before stays until it is there.
        if (!known.has(runId)) known.set(runId, { updates, value: null, failure: null })
        const answer = await read(runId)
        known.set(runId, {
          updates,
          value: answer.ok ? answer.value : null,
          failure: answer.ok ? null : answer.error,
        })
      }
    } finally {
      isReading = false
    }
  }

  watch(
    () =>
      rows()
        .map(({ runId, updates, status }) => `${runId} ${updates} ${status}`)
        .join(),
    () => void readMissing(),
    { immediate: true },
  )
  onScopeDispose(() => (isOver = true))
  return known
}

/** The gradient's flow as it was recorded of each run. */
export function useRecordedFlows(rows: () => readonly RunRow[]): ReadonlyMap<string, OfRun<RecordedFlow>> {
  const client = useClient()
  return useOfRuns(rows, (runId) => client.request['kept:flow']({ runId }))
}

/** States and gates of the sequence that each run would see next: a network is set up for each. */
export function useNextStates(rows: () => readonly RunRow[]): ReadonlyMap<string, OfRun<NextStates>> {
  const client = useClient()
  return useOfRuns(rows, (runId) => client.request['kept:states']({ runId }))
}
