import type { ShallowRef } from 'vue'
import { shallowReactive, shallowRef, watch } from 'vue'
import { useClient } from '../client/client'
import { useRunsStore } from './runs'
import type { RunRow } from './runRow'
import type { RunCurves } from './runCurves'
import { createRunCurves } from './runCurves'

export interface ComparedCurves {
  readonly curves: ReadonlyMap<string, RunCurves>
  /** Changes with any of them. */
  readonly version: Readonly<ShallowRef<number>>
}

/** The curves of runs as they lie in their folders: read once, and on as the runs grow. */
export function useRunCurves(rows: () => readonly RunRow[]): ComparedCurves {
  const client = useClient()
  const runs = useRunsStore()
  const curves = shallowReactive(new Map<string, RunCurves>())
  const version = shallowRef(0)
  const isReading = new Set<string>()

  async function read(row: RunRow): Promise<void> {
    const { runId } = row
    if (isReading.has(runId)) return
    isReading.add(runId)
    try {
      const known = curves.get(runId) ?? null
      const answer = await client.request['kept:curve']({ runId, from: known ? { ...known.end } : null })
      if (!answer.ok) return runs.fail(answer.error)
      if (known && !answer.value.isWhole && known.append(answer.value)) version.value++
      else if (answer.value.isWhole) {
        curves.set(runId, createRunCurves(row, answer.value))
        version.value++
      } else curves.delete(runId)
    } finally {
      isReading.delete(runId)
    }
  }

  watch(
    () =>
      rows()
        .map(({ runId, updates }) => `${runId} ${updates}`)
        .join('\n'),
    () => {
      const wanted = rows().filter(({ isKept }) => isKept)
      const ids = new Set(wanted.map(({ runId }) => runId))
      for (const runId of curves.keys()) if (!ids.has(runId)) curves.delete(runId)
      for (const row of wanted) if (curves.get(row.runId)?.numUpdates !== row.updates) void read(row)
    },
    { immediate: true },
  )
  client.on['run:cut'](({ runId }) => void curves.delete(runId))
  return { curves, version }
}
