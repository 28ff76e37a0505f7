import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import type { Experiment } from '../../core/experiment/experiment'
import { keepsCheckpoints } from '../../core/experiment/memory'
import type { KeptView, ViewName } from '../../core/contract/views'
import type { Batch, RunState, RunSummary, Tuning } from '../../core/contract/run'
import type { Trace } from '../../core/contract/trace'
import type { Failure, Result } from '../../core/contract/result'
import { useClient } from '../client/client'
import { emptyColumns } from '../charts/data/series'
import type { RunRecord } from './runRecord'
import type { CommandName } from './pendingCommands'
import { createPendingCommands } from './pendingCommands'
import { clearReceived, createRunRecord, takeBatch, updateSummary } from './runRecord'

/** What the window shows of a run. */
export type ShownRun = { readonly status: 'idle' } | (RunState & { readonly run: RunSummary })

const noColumns = emptyColumns()

/** Updates of the shown run that are recomputed, so that views of them can be seen. */
interface Recomputing {
  readonly views: readonly KeptView[]
  readonly made: number
  readonly planned: number
}

/** The runs by their ids, and the one that is shown. The window is subscribed to that one only. */
export const useRunsStore = defineStore('runs', () => {
  const client = useClient()
  const records = shallowReactive(new Map<string, RunRecord>())
  /** A run that is removed while it is shown is shown until another is. */
  const selected = shallowRef<RunRecord | null>(null)
  const speed = ref<number | null>(null)
  /** Why the last request failed. */
  const failure = shallowRef<Failure | null>(null)
  const pending = createPendingCommands()
  /** Which views are on the screen. */
  let views: readonly ViewName[] = []

  const selectedId = computed(() => selected.value?.runId ?? null)
  const shown = computed<ShownRun>(() => {
    const run = selected.value?.summary
    return run ? { ...run.state, run } : { status: 'idle' }
  })
  const columns = computed(() => selected.value?.columns ?? noColumns)
  const version = computed(() => selected.value?.version ?? 0)
  const sample = computed(() => selected.value?.sample ?? null)
  const observation = computed(() => selected.value?.observation ?? null)
  const isGoing = computed(() => shown.value.status === 'running' || shown.value.status === 'paused')
  /** The run whose network is being built; it is shown once that is there. */
  const building = computed(
    () => [...records.values()].findLast(({ summary }) => summary.state.status === 'building') ?? null,
  )
  /** The run that Undo brings back. */
  const shelved = computed<RunSummary | null>(() => {
    let top: RunSummary | null = null
    for (const { summary } of records.values()) {
      if (summary.shelfPlace !== null && summary.shelfPlace > (top?.shelfPlace ?? -Infinity)) top = summary
    }
    return top
  })
  /** Whether that takes so long that it is worth a word. */
  const isBuilding = computed(
    () => building.value !== null && (!pending.has('start') || pending.slow.value === 'start'),
  )
  /** The update that a run has ended with: the last, or the one in which it diverged. */
  const lastUpdate = computed(() => {
    const { status } = shown.value
    if (status === 'done' || status === 'stopped')
      return shown.value.update > 0 ? shown.value.update - 1 : null
    return shown.value.status === 'diverged' ? shown.value.divergence.update : null
  })
  const numUpdates = computed(() => {
    const received = version.value >= 0 ? columns.value.loss.length : 0
    if (shown.value.status === 'idle') return 0
    // Batches overtake the state while it trains; at its end the state knows which update was the last.
    return shown.value.status === 'running' ? Math.max(received, shown.value.update) : shown.value.update
  })
  /** The newest update that can be opened: the last that was made, or the one in which the run diverged. */
  const newestUpdate = computed(() =>
    isGoing.value && numUpdates.value > 0 ? numUpdates.value - 1 : lastUpdate.value,
  )
  const canInspect = computed(() => newestUpdate.value !== null)
  /** Whether updates of the shown run can be recomputed, now that it makes none. */
  const canRecompute = computed(
    () =>
      canInspect.value &&
      shown.value.status !== 'idle' &&
      shown.value.status !== 'running' &&
      keepsCheckpoints(shown.value.run.experiment),
  )
  const recomputing = shallowRef<Recomputing | null>(null)
  /** Those that were recomputed last, in rising order. */
  const recomputed = shallowRef<{ views: readonly KeptView[]; updates: readonly number[] } | null>(null)

  client.on['run:changed'](onChanged)
  client.on['run:removed'](({ runId }) => void records.delete(runId))
  client.on['run:batch']((batch) => void receive(batch))
  client.on['run:sample']((message) => {
    const record = subscribed(message.runId)
    if (record) record.sample = message.sample
  })
  client.on['run:observation']((message) => {
    const record = subscribed(message.runId)
    if (record) record.observation = message.observation
  })

  client.on['run:recomputing'](({ runId, made, planned }) => {
    if (recomputing.value && runId === selectedId.value)
      recomputing.value = { ...recomputing.value, made, planned }
  })

  function onChanged(summary: RunSummary): void {
    const wasBuilding = records.get(summary.runId)?.summary.state.status === 'building'
    recordOf(summary)
    const { state } = summary
    if (!wasBuilding || state.status === 'building') return
    if (state.status === 'failed') failure.value = state.error
    else if (state.status !== 'stopped') void show(summary)
  }

  /** The record of a run, with this newest summary. */
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

  async function receive(batch: Batch): Promise<void> {
    const record = subscribed(batch.runId)
    if (!record) return
    if (!takeBatch(record, batch)) return subscribe(record)
    await client.request['run:ack']({ runId: batch.runId, nextUpdate: record.columns.loss.length })
  }

  /** Asks for the stream of a run from where its record ends. */
  async function subscribe(record: RunRecord): Promise<void> {
    record.isSubscribed = true
    const { runId, columns: received } = record
    const from = received.loss.length
    const answer = await client.request['run:subscribe']({ runId, from, views: [...views] })
    if (!answer.ok) failure.value = answer.error
    else if (records.has(runId)) recordOf(answer.value)
  }

  function unsubscribe(record: RunRecord): void {
    record.isSubscribed = false
    clearReceived(record)
    if (records.has(record.runId)) void client.request['run:unsubscribe']({ runId: record.runId })
  }

  /** Shows a run, or none, from its first update on. */
  async function select(record: RunRecord | null): Promise<void> {
    const before = selected.value
    selected.value = record
    recomputed.value = null
    if (before && recomputing.value) void client.request['run:cancelInspect']({ runId: before.runId })
    recomputing.value = null
    if (before) unsubscribe(before)
    if (record) await subscribe(record)
  }

  /** Shows a run, unless it is shown already. */
  async function show(run: RunSummary): Promise<void> {
    if (selectedId.value === run.runId) return
    speed.value = run.speed
    await select(recordOf(run))
  }

  /**
   * Keeps the answer's failure for the status line; a new request clears the old one. That something was
   * cancelled is no failure.
   */
  async function ask<T>(name: CommandName, request: Promise<Result<T>>): Promise<T | null> {
    failure.value = null
    const result = await pending.during(name, request.finally(client.flushEvents))
    if (result.ok) return result.value
    if (result.error.code !== 'cancelled') failure.value = result.error
    return null
  }

  function takeState(runId: string, state: RunState | null): void {
    const record = records.get(runId)
    if (state && record) record.summary = { ...record.summary, state }
  }

  /** A window that was just loaded shows the newest run that is built, unless that is shelved. */
  async function load(): Promise<void> {
    const runs = await ask('load', client.request['run:list']({}))
    if (!runs) return
    runs.forEach(recordOf)
    const newest = runs.findLast(
      ({ shelfPlace, state }) => shelfPlace === null && state.status !== 'building',
    )
    if (newest) await show(newest)
  }

  async function start(experiment: Experiment, paused = false): Promise<void> {
    const payload = { experiment, speed: speed.value, paused, views: [...views] }
    const run = await ask('start', client.request['run:start'](payload))
    if (run) await show(run)
  }

  async function pause(): Promise<void> {
    const runId = selectedId.value
    if (runId) takeState(runId, await ask('pause', client.request['run:pause']({ runId })))
  }

  async function resume(): Promise<void> {
    const runId = selectedId.value
    if (runId) takeState(runId, await ask('resume', client.request['run:resume']({ runId })))
  }

  /** Ends the run whose network is being built, or else the shown one; its updates can still be inspected. */
  async function stop(): Promise<void> {
    const runId = building.value?.runId ?? selectedId.value
    if (runId) takeState(runId, await ask('stop', client.request['run:stop']({ runId })))
  }

  async function step(): Promise<void> {
    const runId = selectedId.value
    if (runId) takeState(runId, await ask('step', client.request['run:step']({ runId })))
  }

  /** Pauses the shown run and shows none. */
  async function shelve(): Promise<void> {
    const runId = selectedId.value
    if (!runId) return
    const state = await ask('shelve', client.request['run:shelve']({ runId }))
    if (state) await select(null)
  }

  /** Shows the run again that was set aside last, and sets the shown one aside in its place. */
  async function unshelve(): Promise<RunSummary | null> {
    if (!shelved.value || pending.has('unshelve')) return null
    const run = await ask('unshelve', client.request['run:unshelve']({ runId: shelved.value.runId }))
    if (run) await show(run)
    return run
  }

  async function tune(tuning: Tuning): Promise<void> {
    const record = selected.value
    if (!record) return
    const { runId } = record
    const before = record.summary.tuningEvents.length
    const events = await ask('tune', client.request['run:tune']({ runId, tuning }))
    const { summary } = record
    // The message with the same tuning events may have come first.
    if (!events || summary.tuningEvents.length !== before) return
    record.summary = { ...summary, tuningEvents: [...summary.tuningEvents, ...events] }
  }

  /** Says which views are on the screen; those of the shown run come as `observation`. */
  async function observe(newViews: readonly ViewName[]): Promise<void> {
    views = newViews
    const runId = selectedId.value
    if (!runId) return
    const observed = await client.request['run:observe']({ runId, views: [...views] })
    if (!observed.ok) failure.value = observed.error
  }

  /** Pauses and makes one update that is recorded in full. Null if that failed. */
  async function inspectNext(): Promise<Trace | null> {
    const runId = selectedId.value
    return runId ? ask('inspectNext', client.request['run:inspectNext']({ runId })) : null
  }

  /** Opens an update that was made. Null if that failed, or was cancelled. */
  async function inspectUpdate(update: number): Promise<Trace | null> {
    const runId = selectedId.value
    if (!runId) return null
    // It is recomputed, which may take long; but the run stays as it is, so that nothing else has to wait.
    failure.value = null
    const opened = await client.request['run:inspectUpdate']({ runId, update })
    if (opened.ok) return opened.value
    if (opened.error.code !== 'cancelled') failure.value = opened.error
    return null
  }

  /** Has updates recomputed, and views of them observed, which then join the others. */
  async function recompute(wanted: readonly KeptView[], updates: readonly number[]): Promise<void> {
    const runId = selectedId.value
    if (!runId || updates.length === 0) return
    failure.value = null
    recomputed.value = null
    recomputing.value = { views: wanted, made: 0, planned: updates.length }
    const answer = await client.request['run:recompute']({ runId, views: [...wanted], updates: [...updates] })
    // Another run is shown by now, which may be recomputing too.
    if (runId !== selectedId.value) return
    recomputing.value = null
    if (answer.ok) recomputed.value = { views: wanted, updates: answer.value.updates }
    else if (answer.error.code !== 'cancelled') failure.value = answer.error
  }

  /** Ends the recomputation that `inspectUpdate` or `recompute` waits for. */
  async function cancelInspect(): Promise<void> {
    const runId = selectedId.value
    if (runId) await client.request['run:cancelInspect']({ runId })
  }

  async function setSpeed(wanted: number | null): Promise<void> {
    speed.value = wanted
    const runId = selectedId.value
    if (runId && isGoing.value) await ask('speed', client.request['run:speed']({ runId, speed: wanted }))
  }

  return {
    records,
    selectedId,
    shown,
    isGoing,
    lastUpdate,
    newestUpdate,
    canInspect,
    isBusy: pending.isBusy,
    isStopping: computed(() => pending.has('stop')),
    slowCommand: pending.slow,
    building,
    isBuilding,
    numUpdates,
    columns,
    version,
    sample,
    observation,
    speed,
    shelved,
    failure,
    load,
    start,
    pause,
    resume,
    step,
    stop,
    shelve,
    unshelve,
    tune,
    observe,
    inspectNext,
    inspectUpdate,
    canRecompute,
    recomputing,
    recomputed,
    recompute,
    cancelInspect,
    setSpeed,
  }
})
