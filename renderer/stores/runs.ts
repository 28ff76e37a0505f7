import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Experiment } from '../../core/experiment/experiment'
import { keepsCheckpoints } from '../../core/experiment/memory'
import type { RunSummary, Tuning } from '../../core/contract/run'
import type { Trace } from '../../core/contract/trace'
import type { Failure, Result } from '../../core/contract/result'
import { useClient } from '../client/client'
import { lacksData } from '../../core/experiment/ownData'
import { useOwnDataStore } from './ownData'
import type { CommandName } from './pendingCommands'
import { createPendingCommands } from './pendingCommands'
import { createRecomputing } from './recomputing'
import type { RunRecord } from './runRecord'
import { createRunRecords } from './runRecords'
import { describeShownRun } from './shownRun'

/** The run that another one branches off, and after how many of its updates. */
export type Parent = NonNullable<RunSummary['parent']>

/** The runs by their ids, the one that is shown, and what can be asked of them. */
export const useRunsStore = defineStore('runs', () => {
  const client = useClient()
  const ownData = useOwnDataStore()
  /** Why the last request failed. */
  const failure = shallowRef<Failure | null>(null)
  const onFailure = (error: Failure | null): void => void (failure.value = error)
  const held = createRunRecords(client, onFailure)
  const { records, selected, selectedId, recordOf, takeState, observe } = held
  const facts = describeShownRun(held)
  const { shown, isGoing } = facts
  const { leave, supersede, ...recomputation } = createRecomputing(client, selectedId, onFailure)
  const pending = createPendingCommands()
  const speed = ref<number | null>(null)

  /** The run that was started last, until its network is built and it is shown. */
  const awaitedId = shallowRef<string | null>(null)
  const isBuilt = (record: RunRecord | null | undefined): boolean =>
    record?.summary.state.status !== 'building'

  /** The run whose network is being built and that is shown once that is there, or is shown already. */
  const building = computed(
    () => [records.get(awaitedId.value ?? ''), selected.value].find((record) => !isBuilt(record)) ?? null,
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
  const isBuilding = computed(() => {
    const asked = (['start', 'branch'] as const).filter(pending.has)
    return (
      building.value !== null && (asked.length === 0 || asked.some((name) => name === pending.slow.value))
    )
  })
  /** Whether updates of the shown run can be recomputed, now that it makes none, or makes them elsewhere. */
  const canRecompute = computed(
    () =>
      facts.canInspect.value &&
      shown.value.status !== 'idle' &&
      (shown.value.status !== 'running' || facts.isElsewhere.value) &&
      keepsCheckpoints(shown.value.run.experiment),
  )

  client.on['run:changed'](onChanged)

  /**
   * Of a run that is new and being built the window waits to show it; others train on beside the shown one.
   */
  function onChanged(summary: RunSummary): void {
    const { runId, state } = summary
    const isNew = !records.has(runId)
    recordOf(summary)
    if (isNew && state.status === 'building' && !summary.isAside) awaitedId.value = runId
    if (runId !== awaitedId.value || state.status === 'building') return
    awaitedId.value = null
    if (state.status === 'failed') failure.value = state.error
    else if (state.status !== 'stopped') void show(summary)
  }

  async function select(record: RunRecord | null): Promise<void> {
    const before = selectedId.value
    const selecting = held.select(record)
    leave(before)
    await selecting
  }

  /** Fetches the data that a run's experiment names. False where they are not to be had, or the run is gone. */
  async function fetchData({ runId, experiment }: RunSummary): Promise<boolean> {
    const isHere = await ownData.ensure(experiment.task)
    if (!isHere) failure.value = ownData.failure
    return isHere && records.has(runId)
  }

  /** Shows a run, unless it is shown already. */
  async function show(run: RunSummary): Promise<void> {
    const record = recordOf(run)
    // Where it was removed and is there again, its record is another.
    if (selected.value === record) return
    if (lacksData(run.experiment.task) && !(await fetchData(run))) return
    speed.value = run.speed
    await select(record)
  }

  /**
   * Keeps the answer's failure for the status line; a new request clears the old one. That something was
   * cancelled is no failure. Nothing waits for what is asked of a run that is not on the screen.
   */
  async function ask<T>(name: CommandName, request: Promise<Result<T>>, runId?: string): Promise<T | null> {
    failure.value = null
    const answer = request.finally(client.flushEvents)
    const isAside = runId !== undefined && runId !== selectedId.value && runId !== building.value?.runId
    const result = await (isAside ? answer : pending.during(name, answer))
    if (result.ok) return result.value
    if (result.error.code !== 'cancelled') failure.value = result.error
    return null
  }

  /** A window that was just loaded shows the newest run that is built, unless that is shelved. */
  async function load(): Promise<void> {
    const runs = await ask('load', client.request['run:list']({}))
    if (!runs) return
    runs.forEach(recordOf)
    const current = runs.filter(({ shelfPlace, isAside }) => shelfPlace === null && !isAside)
    const last = current.at(-1)
    if (last?.state.status === 'building') awaitedId.value = last.runId
    const newest = current.findLast(({ state }) => state.status !== 'building')
    if (newest) await show(newest)
  }

  async function start(experiment: Experiment, paused = false): Promise<void> {
    const run = await ask('start', client.request['run:start'](startOf(experiment, paused)))
    if (run) await show(run)
  }

  const startOf = (experiment: Experiment, paused: boolean) => ({
    ...{ experiment, speed: speed.value, paused },
    views: [...held.views],
  })

  /** Starts a run from where another one stood after some updates. Resolves with whether there is one. */
  async function branch(parent: Parent, experiment: Experiment, paused: boolean): Promise<boolean> {
    const payload = { ...startOf(experiment, paused), parent: { ...parent } }
    const run = await ask('branch', client.request['run:branch'](payload))
    if (run) await show(run)
    return run !== null
  }

  /** Has a command change the state of a run. */
  async function command(
    name: 'pause' | 'resume' | 'step' | 'stepBack' | 'stop',
    runId: string | null,
  ): Promise<void> {
    if (runId) takeState(runId, await ask(name, client.request[`run:${name}`]({ runId }), runId))
  }

  /** Takes the newest update of the shown run back. Its sample stays until that of the one before is there. */
  async function stepBack(): Promise<void> {
    const record = selected.value
    if (!record) return
    const { columns, sample } = record
    await command('stepBack', record.runId)
    if (record.columns !== columns && record.sample === sample) record.sample = null
  }

  /** Shows a run: one that is here, set aside or not, or one that is kept. Null if that failed. */
  async function open(runId: string): Promise<RunSummary | null> {
    const here = records.get(runId)?.summary
    if (here?.shelfPlace === null) await show(here)
    if (here?.shelfPlace === null || pending.has('unshelve')) return here ?? null
    const request = client.request[here ? 'run:unshelve' : 'kept:open']({ runId })
    const run = await ask('unshelve', request)
    if (run) await show(run)
    return run
  }

  /** Goes on with a run, which is taken in first where it only is kept. */
  async function goOn(runId: string): Promise<void> {
    if (!records.has(runId)) {
      const run = await ask('resume', client.request['kept:open']({ runId }), runId)
      if (!run) return
      recordOf(run)
    }
    await command('resume', runId)
  }

  /** Gives a run that waits for its turn another place; 0 is the next to begin. */
  async function enqueue(runId: string, place: number): Promise<void> {
    await ask('enqueue', client.request['run:enqueue']({ runId, place }), runId)
  }

  /** Pauses the shown run and shows none. */
  async function shelve(): Promise<void> {
    const runId = selectedId.value
    if (!runId) return
    const state = await ask('shelve', client.request['run:shelve']({ runId }))
    if (state) await select(null)
  }

  /** Shows the run again that was set aside last; the shown one takes its place there, unless it trains. */
  async function unshelve(): Promise<RunSummary | null> {
    return shelved.value && open(shelved.value.runId)
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

  /** Pauses and makes one update that is recorded in full. Null if that failed. */
  async function inspectNext(): Promise<Trace | null> {
    const runId = selectedId.value
    supersede()
    return runId ? ask('inspectNext', client.request['run:inspectNext']({ runId })) : null
  }

  /** Opens an update that was made. Null if that failed, or was cancelled. */
  async function inspectUpdate(update: number): Promise<Trace | null> {
    const runId = selectedId.value
    if (!runId) return null
    supersede()
    // It is recomputed, which may take long; but the run stays as it is, so that nothing else has to wait.
    failure.value = null
    const opened = await client.request['run:inspectUpdate']({ runId, update })
    if (opened.ok) return opened.value
    if (opened.error.code !== 'cancelled') failure.value = opened.error
    return null
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
    ...facts,
    isBusy: pending.isBusy,
    isStopping: computed(() => pending.has('stop')),
    slowCommand: pending.slow,
    building,
    isBuilding,
    speed,
    shelved,
    failure,
    load,
    start,
    branch,
    open,
    deselect: () => select(null),
    pause: (runId = selectedId.value) => command('pause', runId),
    resume: (runId = selectedId.value) => command('resume', runId),
    step: () => command('step', selectedId.value),
    stepBack,
    isSteppingBack: computed(() => pending.has('stepBack')),
    /**
     * Ends the run whose network is being built, or else the shown one; its updates can still be inspected.
     */
    stop: (runId = building.value?.runId ?? selectedId.value) => command('stop', runId),
    goOn,
    enqueue,
    fail: onFailure,
    shelve,
    unshelve,
    tune,
    observe,
    inspectNext,
    inspectUpdate,
    canRecompute,
    ...recomputation,
    cancelInspect,
    setSpeed,
  }
})
