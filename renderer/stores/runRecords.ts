import type { ComputedRef, ShallowReactive, ShallowRef } from 'vue'
import { computed, shallowReactive, shallowRef } from 'vue'
import type { Batch, Overview, RunState, RunSummary } from '../../core/contract/run'
import type { Failure } from '../../core/contract/result'
import type { ViewName } from '../../core/contract/views'
import type { Client } from '../client/client'
import { afterPaint } from '../ui/afterPaint'
import type { RunRecord } from './runRecord'
import {
  clearReceived,
  createRunRecord,
  cutCurves,
  isShownFromAfar,
  missingOf,
  showCurves,
  takeBatch,
  takeOverview,
  updateSummary,
} from './runRecord'

/** The runs by their ids, and the one that is shown. The window is subscribed to that one only. */
export interface RunRecords {
  readonly records: ShallowReactive<Map<string, RunRecord>>
  /** A run that is removed while it is shown is shown until another is. */
  readonly selected: Readonly<ShallowRef<RunRecord | null>>
  readonly selectedId: ComputedRef<string | null>
  /** Which views are on the screen. */
  readonly views: readonly ViewName[]
  /** The record of a run, with this newest summary. */
  recordOf(summary: RunSummary): RunRecord
  takeState(runId: string, state: RunState | null): void
  /** Shows a run, or none, from its first update on. */
  select(record: RunRecord | null): Promise<void>
  /** Says which views are on the screen; those of the shown run come as its `observation`. */
  observe(views: readonly ViewName[]): Promise<void>
}

/** Curves that lack so many updates are shown now and then on their way, not with every batch. */
const FAR_BEHIND = 50_000
const ON_THE_WAY_MS = 250

/** `onFailure` hears why the stream of the shown run could not be had. */
export function createRunRecords(client: Client, onFailure: (failure: Failure) => void): RunRecords {
  const records = shallowReactive(new Map<string, RunRecord>())
  const selected = shallowRef<RunRecord | null>(null)
  const selectedId = computed(() => selected.value?.runId ?? null)
  let views: readonly ViewName[] = []
  let shownAt = -Infinity
  let showing: ReturnType<typeof setTimeout> | undefined

  client.on['run:removed'](({ runId }) => void records.delete(runId))
  client.on['run:overview']((overview) => void receiveOverview(overview))
  client.on['run:batch']((batch) => void receive(batch))
  client.on['run:sample']((message) => {
    const record = subscribed(message.runId)
    if (record) record.sample = message.sample
  })
  client.on['run:observation']((message) => {
    const record = subscribed(message.runId)
    if (record) record.observation = message.observation
  })

  client.on['run:cut'](({ runId, length }) => {
    const record = subscribed(runId)
    if (!record) return
    cutCurves(record, length)
    // Its stream ends with a cut.
    void subscribe(record)
  })

  function recordOf(summary: RunSummary): RunRecord {
    const known = records.get(summary.runId)
    if (known) updateSummary(known, summary)
    else records.set(summary.runId, createRunRecord(summary))
    return records.get(summary.runId)!
  }

  /**
   * Messages of a run that the window has unsubscribed from were on their way, and are not wanted any more.
   */
  function subscribed(runId: string): RunRecord | null {
    const record = records.get(runId)
    return record?.isSubscribed ? record : null
  }

  /** A long run is drawn a few times while it comes: each time goes through all of it. */
  function showSoon(record: RunRecord): void {
    clearTimeout(showing)
    const wait = missingOf(record) < FAR_BEHIND ? 0 : shownAt + ON_THE_WAY_MS - performance.now()
    if (wait <= 0) return show(record)
    showing = setTimeout(() => show(record), wait)
  }

  function show(record: RunRecord): void {
    shownAt = performance.now()
    showCurves(record)
  }

  /** The curves themselves come once it is on the screen, which they would hold up. */
  async function receiveOverview(overview: Overview): Promise<void> {
    const record = subscribed(overview.runId)
    if (!record) return
    takeOverview(record, overview)
    await afterPaint()
    await client.request['run:ack']({ runId: overview.runId, nextUpdate: record.columns.loss.length })
  }

  async function receive(batch: Batch): Promise<void> {
    const record = subscribed(batch.runId)
    if (!record) return
    if (!takeBatch(record, batch)) return subscribe(record)
    if (!isShownFromAfar(record)) showSoon(record)
    await client.request['run:ack']({ runId: batch.runId, nextUpdate: record.columns.loss.length })
  }

  /** Asks for the stream of a run from where its record ends. */
  async function subscribe(record: RunRecord): Promise<void> {
    record.isSubscribed = true
    const { runId, columns: received } = record
    const from = received.loss.length
    const answer = await client.request['run:subscribe']({ runId, from, views: [...views] })
    if (!answer.ok) onFailure(answer.error)
    else if (records.has(runId)) recordOf(answer.value)
  }

  function unsubscribe(record: RunRecord): void {
    record.isSubscribed = false
    clearReceived(record)
    if (records.has(record.runId)) void client.request['run:unsubscribe']({ runId: record.runId })
  }

  return {
    records,
    selected,
    selectedId,
    get views() {
      return views
    },
    recordOf,
    takeState(runId, state) {
      const record = records.get(runId)
      if (state && record) record.summary = { ...record.summary, state }
    },
    async select(record) {
      const before = selected.value
      selected.value = record
      if (before) unsubscribe(before)
      if (record) await subscribe(record)
    },
    async observe(wanted) {
      views = wanted
      const runId = selectedId.value
      if (!runId) return
      const observed = await client.request['run:observe']({ runId, views: [...views] })
      if (!observed.ok) onFailure(observed.error)
    },
  }
}
