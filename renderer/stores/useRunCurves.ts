import type { ShallowRef } from 'vue'
import { onScopeDispose, shallowReactive, shallowRef, watch } from 'vue'
import { useClient } from '../client/client'
import { afterPaint } from '../ui/afterPaint'
import { useRunsStore } from './runs'
import type { Curve } from '../../core/contract/curve'
import type { RunRow } from './runRow'
import type { RunCurves } from './runCurves'
import { createOverviewCurves, createRunCurves } from './runCurves'

/** So long what is read first waits for the others. */
const TOGETHER_MS = 400
/** Of so many updates it is shown first what their curves look like. */
const LONG_UPDATES = 20_000

export interface ComparedCurves {
  readonly curves: ReadonlyMap<string, RunCurves>
  /** Changes with any of them. */
  readonly version: Readonly<ShallowRef<number>>
}

export interface WantedCurves {
  rows(): readonly RunRow[]
  /** Whether it is wanted what each update took. */
  needsMs(): boolean
  /** The weight that the curves are smoothed with where they are first shown. */
  readonly smoothing: number
}

/** The curves of runs as they lie in their folders: read once, and on as the runs grow. */
export function useRunCurves({ rows, needsMs, smoothing }: WantedCurves): ComparedCurves {
  const client = useClient()
  const runs = useRunsStore()
  const curves = shallowReactive(new Map<string, RunCurves>())
  const version = shallowRef(0)
  const isReading = new Set<string>()
  /** What could not be read is asked for again when its run has changed. */
  const failed = new Set<string>()
  let isOver = false
  /** What has been read and is not drawn yet. */
  const pending: (() => void)[] = []
  let drawnAt = -Infinity

  /** Shows what has been read: together, unless that takes long, since all is drawn again for each. */
  function show(): void {
    if (isReading.size > 0 && performance.now() - drawnAt < TOGETHER_MS) return
    drawnAt = performance.now()
    for (const take of pending.splice(0)) take()
    version.value++
    if (isReading.size === 0) void readRest()
  }

  function take(row: RunRow, curve: Curve): void {
    const known = curves.get(row.runId)
    if (curve.isWhole) curves.set(row.runId, createRunCurves(row, curve))
    else if (!known?.append(curve)) curves.delete(row.runId)
  }

  function readOverview(row: RunRow): Promise<void> {
    return readInto(row, async ({ runId }) => {
      // No plot has more columns than the window.
      const stretches = Math.max(1, window.innerWidth)
      const answer = await client.request['kept:curveOverview']({ runId, smoothing, stretches })
      if (!answer.ok) return runs.fail(answer.error)
      pending.push(() => void curves.set(runId, createOverviewCurves(row, answer.value)))
    })
  }

  function readUpdates(row: RunRow): Promise<void> {
    return readInto(row, async ({ runId }) => {
      const known = curves.get(runId)
      const withMs = needsMs() || known?.hasMs === true
      const goesOn = known && !known.isOverview && known.hasMs === withMs
      const from = goesOn ? { ...known.end } : null
      const answer = await client.request['kept:curve']({ runId, from, withMs })
      if (answer.ok) pending.push(() => take(row, answer.value))
      else {
        failed.add(runId)
        runs.fail(answer.error)
      }
    })
  }

  async function readInto(row: RunRow, read: (row: RunRow) => Promise<void>): Promise<void> {
    if (isReading.size === 0) drawnAt = performance.now()
    isReading.add(row.runId)
    try {
      await read(row)
    } finally {
      isReading.delete(row.runId)
      show()
    }
  }

  /** Whether what is shown of a run is not all that is wanted. */
  function lacks({ runId }: RunRow): boolean {
    const known = curves.get(runId)
    return known !== undefined && !failed.has(runId) && (known.isOverview || (needsMs() && !known.hasMs))
  }

  /** Reads what is lacking of what is on the screen, once it is there. */
  async function readRest(): Promise<void> {
    const rest = rows().filter(lacks)
    if (rest.length === 0) return
    for (const { runId } of rest) isReading.add(runId)
    await afterPaint()
    drawnAt = performance.now()
    for (const row of rest) if (!isOver) await readUpdates(row)
  }

  watch(
    () => [needsMs(), ...rows().map(({ runId, updates }) => `${runId} ${updates}`)].join('\n'),
    () => {
      const wanted = rows().filter(({ isKept }) => isKept)
      const ids = new Set(wanted.map(({ runId }) => runId))
      for (const runId of curves.keys()) if (!ids.has(runId)) curves.delete(runId)
      for (const row of wanted) {
        const known = curves.get(row.runId)
        if (isReading.has(row.runId) || (known?.numUpdates === row.updates && !lacks(row))) continue
        failed.delete(row.runId)
        void (!known && row.updates >= LONG_UPDATES ? readOverview(row) : readUpdates(row))
      }
    },
    { immediate: true },
  )
  const stop = client.on['run:cut'](({ runId }) => void curves.delete(runId))
  onScopeDispose(() => {
    isOver = true
    stop()
  })
  return { curves, version }
}
