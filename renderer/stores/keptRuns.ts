import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import type { RequestOf } from '../../core/contract/ipc'
import type { KeptEntry } from '../../core/contract/kept'
import type { Reason } from '../../core/contract/reasons'
import { describeReason } from '../../core/contract/reasons'
import type { Result } from '../../core/contract/result'
import { useClient } from '../client/client'
import type { RunRow } from './runRow'
import { isTraining, runRow } from './runRow'
import { useRunsStore } from './runs'

/** The runs of the data folder, joined with those that the window holds. */
export const useKeptRunsStore = defineStore('keptRuns', () => {
  const client = useClient()
  const runs = useRunsStore()
  const entries = shallowReactive(new Map<string, KeptEntry>())
  /** Killed runs that go on, or were asked to. */
  const resumed = shallowReactive(new Set<string>())
  /** Where they lie. */
  const folder = ref('')
  const isLoaded = ref(false)
  /** How many there are beside these, which are being read. */
  const numUnread = ref(0)
  /** What was removed last, until it is restored or that has been read. */
  const removed = shallowRef<readonly RunRow[]>([])
  /** Runs on their way into the bin or out of it. */
  const moving = new Set<string>()
  /** What is wrong with a run's folder, until that has been read or is over. */
  const unwritten = shallowRef<Reason | null>(null)

  const rows = computed<readonly RunRow[]>(() => {
    const live = [...runs.records.values()]
    const kept = [...entries.values()].map((entry) =>
      runRow(entry.runId, entry, runs.records.get(entry.runId)?.summary),
    )
    const others = live.filter(({ runId }) => !entries.has(runId))
    return [...kept, ...others.map(({ runId, summary }) => runRow(runId, undefined, summary))]
  })
  /** Runs that were trained when their process was killed, and nobody has decided about since. */
  const killed = computed(() =>
    [...entries.values()].filter(
      (entry) => 'wasKilled' in entry && entry.wasKilled && !resumed.has(entry.runId),
    ),
  )
  /** How many runs train that are not the shown one. */
  const numOthersTraining = computed(
    () => rows.value.filter((row) => isTraining(row) && row.runId !== runs.selectedId).length,
  )

  client.on['kept:changed'](({ changed, removed: gone, unread }) => {
    numUnread.value = unread
    gone.forEach((runId) => entries.delete(runId))
    changed.forEach(take)
  })
  client.on['storage:failed'](({ what, why }) => {
    if (what === 'run') unwritten.value = why
  })
  client.on['storage:recovered'](({ why }) => {
    const isOver = (told: Reason | null | undefined) => told && describeReason(told) === describeReason(why)
    if (isOver(unwritten.value)) unwritten.value = null
    if (isOver(runs.failure?.reason)) runs.fail(null)
  })

  function take(entry: KeptEntry): void {
    entries.set(entry.runId, entry)
    // It can be killed again.
    if (!('wasKilled' in entry && entry.wasKilled)) resumed.delete(entry.runId)
  }

  /** Whether it was done; the status line says why not. */
  async function ask<T>(request: Promise<Result<T>>): Promise<T | null> {
    const answer = await request
    runs.fail(answer.ok ? null : answer.error)
    return answer.ok ? answer.value : null
  }

  /** When a run was written to last; empty where it is not kept, or cannot be read. */
  function writtenAt(runId: string): string {
    const entry = entries.get(runId)
    return entry && 'written' in entry ? entry.written : ''
  }

  async function load(): Promise<void> {
    const list = await client.request['kept:list']({})
    if (!list.ok) return runs.fail(list.error)
    folder.value = list.value.folder
    numUnread.value = list.value.unread
    list.value.runs.forEach(take)
    isLoaded.value = true
  }

  /** Resolves with whether it has the name now. */
  async function rename(runId: string, name: string): Promise<boolean> {
    const entry = await ask(client.request['kept:rename']({ runId, name: name.trim() }))
    if (entry) take(entry)
    return entry !== null
  }

  /** Changes what a person says of runs. Resolves with whether that was done. */
  async function annotate(
    runIds: readonly string[],
    changes: Omit<RequestOf<'kept:annotate'>, 'runIds'>,
  ): Promise<boolean> {
    const changed = await ask(client.request['kept:annotate']({ runIds: [...runIds], ...changes }))
    changed?.forEach(take)
    return changed !== null
  }

  /** Resolves with whether they were moved: those that are being moved already are left alone. */
  async function move(how: 'kept:delete' | 'kept:restore', runIds: string[]): Promise<boolean> {
    if (runIds.length === 0 || runIds.some((runId) => moving.has(runId))) return false
    runIds.forEach((runId) => moving.add(runId))
    const answer = await ask(client.request[how]({ runIds }))
    runIds.forEach((runId) => moving.delete(runId))
    return answer !== null
  }

  /** Moves runs into the bin; a shown one is shown no more. */
  async function remove(gone: readonly RunRow[]): Promise<void> {
    const runIds = gone.map(({ runId }) => runId)
    if (!(await move('kept:delete', runIds))) return
    runIds.forEach((runId) => entries.delete(runId))
    removed.value = gone
    if (runs.selectedId !== null && runIds.includes(runs.selectedId)) await runs.deselect()
  }

  /** Brings back what was removed last. */
  async function restore(): Promise<void> {
    const runIds = removed.value.map(({ runId }) => runId)
    if (await move('kept:restore', runIds)) removed.value = []
  }

  /** Offers the killed runs for resuming no more. */
  async function leave(): Promise<void> {
    const runIds = killed.value.map(({ runId }) => runId)
    if (runIds.length > 0) await ask(client.request['kept:leave']({ runIds }))
  }

  /** Goes on with the killed runs, as many as may at a time. */
  async function resumeKilled(): Promise<void> {
    const runIds = killed.value.map(({ runId }) => runId)
    runIds.forEach((runId) => resumed.add(runId))
    await Promise.all(runIds.map((runId) => runs.goOn(runId)))
  }

  return {
    ...{ folder, isLoaded, numUnread, rows, killed, numOthersTraining, removed, unwritten },
    ...{ load, rename, annotate, remove, restore, leave, resumeKilled, writtenAt },
  }
})
