import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Experiment } from '../../core/experiment/experiment'
import type { Observation, ViewName } from '../../core/contract/observation'
import type { Batch, RunState, RunSummary, Sample, Tuning } from '../../core/contract/run'
import type { Trace } from '../../core/contract/trace'
import type { Failure, Result } from '../../core/experiment/result'
import { useClient } from '../client/client'
import type { SeriesColumns } from '../charts/data/series'
import { appendBatch, emptyColumns } from '../charts/data/series'

/** What the window shows of the current run. */
export type ShownRun = { readonly status: 'idle' } | (RunState & { readonly run: RunSummary })

/** A network that takes longer to build is worth a word. */
const SLOW_START_MS = 300

/** The current run: its state, its curves and its newest sample. */
export const useRunsStore = defineStore('runs', () => {
  const client = useClient()
  const summary = shallowRef<RunSummary | null>(null)
  /** The curves. Not reactive, since they are long: `version` counts their changes. */
  const columns = shallowRef<SeriesColumns>(emptyColumns())
  const version = ref(0)
  const sample = shallowRef<Sample | null>(null)
  /** The newest message about views, each null where it was not due: whoever collects them must take every one. */
  const observation = shallowRef<Observation | null>(null)
  const speed = ref<number | null>(null)
  /** A run that was put aside and can be taken back. */
  const putAside = shallowRef<{ runId: string; update: number } | null>(null)
  /** Why the last request failed. */
  const failure = shallowRef<Failure | null>(null)
  /** A request that changes which run there is, or its state, is on its way. */
  const isBusy = ref(false)
  /** The network of the run that was started last is still being built, which takes long. */
  const isBuilding = ref(false)

  const shown = computed<ShownRun>(() =>
    summary.value ? { ...summary.value.state, run: summary.value } : { status: 'idle' },
  )
  const isGoing = computed(() => shown.value.status === 'running' || shown.value.status === 'paused')
  /** The update that a run has ended with: the last, or the one in which it diverged. */
  const lastUpdate = computed(() => {
    const { status } = shown.value
    if (status === 'done' || status === 'stopped')
      return shown.value.update > 0 ? shown.value.update - 1 : null
    return shown.value.status === 'diverged' ? shown.value.divergence.update : null
  })
  const canInspect = computed(() => isGoing.value || lastUpdate.value !== null)
  const numUpdates = computed(() => {
    const received = version.value >= 0 ? columns.value.loss.length : 0
    if (shown.value.status === 'idle') return 0
    // Batches overtake the state while it trains; at its end the state knows which update was the last.
    return shown.value.status === 'running' ? Math.max(received, shown.value.update) : shown.value.update
  })

  client.on['run:batch']((batch) => void receive(batch))
  client.on['run:changed']((changed) => {
    // A run's experiment stays the same: so does the object, for those who compute with it.
    const known = summary.value
    if (changed.runId === known?.runId) summary.value = { ...changed, experiment: known.experiment }
  })
  client.on['run:sample'](({ runId, sample: newest }) => {
    if (runId === summary.value?.runId) sample.value = newest
  })

  client.on['run:observation'](({ runId, observation: newest }) => {
    if (runId === summary.value?.runId) observation.value = newest
  })

  async function receive(batch: Batch): Promise<void> {
    const { runId } = batch
    if (runId !== summary.value?.runId) return
    if (!appendBatch(columns.value, batch)) return watchFrom(runId, columns.value.loss.length)
    version.value++
    await client.request['run:ack']({ runId, nextUpdate: columns.value.loss.length })
  }

  async function watchFrom(runId: string, from: number): Promise<void> {
    const watched = await client.request['run:watch']({ runId, from })
    if (watched.ok && summary.value?.runId === runId) summary.value = watched.value
    if (!watched.ok) failure.value = watched.error
  }

  function clear(): void {
    summary.value = null
    columns.value = emptyColumns()
    sample.value = null
    observation.value = null
    version.value++
  }

  async function adopt(run: RunSummary): Promise<void> {
    clear()
    summary.value = run
    speed.value = run.speed
    putAside.value = null
    await watchFrom(run.runId, 0)
  }

  /** Keeps the answer's failure for the status line; a new request clears the old one. */
  async function ask<T>(request: Promise<Result<T>>): Promise<T | null> {
    failure.value = null
    isBusy.value = true
    const result = await request
    client.flushEvents()
    isBusy.value = false
    if (result.ok) return result.value
    failure.value = result.error
    return null
  }

  function takeState(runId: string, state: RunState | null): void {
    if (state && summary.value?.runId === runId) summary.value = { ...summary.value, state }
  }

  /** Shows a run once its network is built. */
  async function receiveRun(request: Promise<Result<RunSummary | null>>): Promise<void> {
    const timer = setTimeout(() => (isBuilding.value = true), SLOW_START_MS)
    const run = await ask(request)
    clearTimeout(timer)
    isBuilding.value = false
    if (run) await adopt(run)
  }

  /** What a window that was just loaded shows. */
  const load = (): Promise<void> => receiveRun(client.request['run:current']({}))

  const start = (experiment: Experiment, paused = false): Promise<void> =>
    receiveRun(client.request['run:start']({ experiment, speed: speed.value, paused }))

  async function pause(): Promise<void> {
    const runId = summary.value?.runId
    if (runId) takeState(runId, await ask(client.request['run:pause']({ runId })))
  }

  async function resume(): Promise<void> {
    const runId = summary.value?.runId
    if (runId) takeState(runId, await ask(client.request['run:resume']({ runId })))
  }

  /** Ends the run; its updates can still be inspected. */
  async function stop(): Promise<void> {
    const runId = summary.value?.runId
    if (runId) takeState(runId, await ask(client.request['run:stop']({ runId })))
  }

  async function step(): Promise<void> {
    const runId = summary.value?.runId
    if (runId) takeState(runId, await ask(client.request['run:step']({ runId })))
  }

  async function reset(): Promise<void> {
    const run = summary.value
    if (!run) return
    const state = await ask(client.request['run:reset']({ runId: run.runId }))
    if (!state) return
    clear()
    putAside.value = { runId: run.runId, update: state.update }
  }

  /** Takes back the run that was put aside. */
  async function restore(): Promise<RunSummary | null> {
    if (!putAside.value) return null
    const run = await ask(client.request['run:restore']({ runId: putAside.value.runId }))
    if (run) await adopt(run)
    return run
  }

  async function tune(tuning: Tuning): Promise<void> {
    const run = summary.value
    if (!run) return
    const events = await ask(client.request['run:tune']({ runId: run.runId, tuning }))
    const current = summary.value
    if (!events || current?.runId !== run.runId) return
    // The message with the same tuning events may have come first.
    const known = current.tuningEvents.slice(0, run.tuningEvents.length)
    if (current.tuningEvents.length === run.tuningEvents.length) {
      summary.value = { ...current, tuningEvents: [...known, ...events] }
    }
  }

  /** Says which views are on the screen; those of the current run come as `observation`. */
  async function observe(views: readonly ViewName[]): Promise<void> {
    const observed = await client.request['run:observe']({ views: [...views] })
    if (!observed.ok) failure.value = observed.error
  }

  /** Pauses and makes one update that is recorded in full. Null if that failed. */
  async function inspectNext(): Promise<Trace | null> {
    const runId = summary.value?.runId
    return runId ? ask(client.request['run:inspectNext']({ runId })) : null
  }

  /** Opens an update that was made. Null if that failed, or was cancelled. */
  async function inspectUpdate(update: number): Promise<Trace | null> {
    const runId = summary.value?.runId
    if (!runId) return null
    // It is recomputed, which may take long; but the run stays as it is, so that nothing else has to wait.
    failure.value = null
    const opened = await client.request['run:inspectUpdate']({ runId, update })
    if (opened.ok) return opened.value
    if (opened.error.code !== 'cancelled') failure.value = opened.error
    return null
  }

  /** Ends the recomputation that `inspectUpdate` waits for. */
  async function cancelInspect(): Promise<void> {
    const runId = summary.value?.runId
    if (runId) await client.request['run:cancelInspect']({ runId })
  }

  async function setSpeed(wanted: number | null): Promise<void> {
    speed.value = wanted
    if (summary.value && isGoing.value) {
      await ask(client.request['run:speed']({ runId: summary.value.runId, speed: wanted }))
    }
  }

  return {
    shown,
    isGoing,
    lastUpdate,
    canInspect,
    isBusy,
    isBuilding,
    numUpdates,
    columns,
    version,
    sample,
    observation,
    speed,
    putAside,
    failure,
    load,
    start,
    pause,
    resume,
    step,
    stop,
    reset,
    restore,
    tune,
    observe,
    inspectNext,
    inspectUpdate,
    cancelInspect,
    setSpeed,
  }
})
