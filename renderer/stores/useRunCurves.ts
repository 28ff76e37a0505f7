import type { ShallowRef } from 'vue'
import { shallowReactive, shallowRef, watch } from 'vue'
import { useClient } from '../client/client'
import { useRunsStore } from './runs'
import type { Curve } from '../../core/contract/curve'
import type { RunRow } from './runRow'
import type { RunCurves } from './runCurves'
import { createRunCurves } from './runCurves'

/** So long what is read first waits for the others. */
const TOGETHER_MS = 400

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
  /** What has been read and is not drawn yet. */
  const pending: (() => void)[] = []
  let drawnAt = -Infinity

  /** Shows what has been read: together, unless that takes long, since all is drawn again for each. */
  function show(): void {
    if (isReading.size > 0 && performance.now() - drawnAt < TOGETHER_MS) return
    drawnAt = performance.now()
    for (const take of pending.splice(0)) take()
    version.value++
  }

  function take(row: RunRow, curve: Curve): void {
    const known = curves.get(row.runId)
    if (curve.isWhole) curves.set(row.runId, createRunCurves(row, curve))
    else if (!known?.append(curve)) curves.delete(row.runId)
  }

  async function read(row: RunRow): Promise<void> {
    const { runId } = row
    if (isReading.has(runId)) return
    if (isReading.size === 0) drawnAt = performance.now()
    isReading.add(runId)
    try {
      const known = curves.get(runId) ?? null
      const answer = await client.request['kept:curve']({ runId, from: known ? { ...known.end } : null })
      if (!answer.ok) return runs.fail(answer.error)
      pending.push(() => take(row, answer.value))
    } finally {
      isReading.delete(runId)
      show()
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
