import { join } from 'node:path'
import type { Curve, CurveOverview, LogPlace } from '../../core/contract/curve'
import type { ReplyOf } from '../../core/contract/ipc'
import type { RecordedFlow } from '../../core/contract/inside'
import type { KeptEntry } from '../../core/contract/kept'
import type { Result } from '../../core/contract/result'
import { reason } from '../../core/contract/reasons'
import { fail, succeed } from '../../core/contract/result'
import { deletableOf, moveToBin, restoreFromBin } from './bin'
import { folderOf, runsIn } from './catalog'
import type { OverviewLook } from './curve'
import { readCurve, readCurveOverview } from './curve'
import { readRecordedFlow } from './recordedFlow'
import type { CatalogChange } from './catalogScan'
import { createCatalogScan } from './catalogScan'
import { RUN_ID } from './documents'
import { dropStaleLock } from './lock'
import { holderOf } from './lockHolder'
import type { NoteChanges } from './notes'
import { annotated, changeNotes } from './notes'
import { listCheckpoints } from './savedCheckpoints'
import { StoreError } from './storeError'

/** How often the catalog is looked at while somebody watches, in milliseconds: a stat a run takes some µs. */
const PACE = {
  ...{ training: 500, quiet: 800 },
  /** So long this process may still be writing the end of a run that is to be deleted. */
  patience: 3000,
}
/** A catalog on a slow disk rests so many times as long as it took to look at it. */
const REST = 5
/** How often one looks whether a run is let go. */
const PATIENT_MS = 50
/** Of very many runs so many milliseconds' worth are read before anything else is done, or told. */
const SLICE_MS = 200
/** How often at most what was found is kept for the next start. */
const SAVE_MS = 10_000

type Done = Result<ReplyOf<'kept:delete'>>

export interface KeptRunsOptions {
  /** Of the app. */
  readonly version: string
  /** Hears of what has changed while the catalog is watched. */
  changed(change: CatalogChange): void
  /** @default twice a second while something is being trained */
  readonly pace?: typeof PACE
}

/** The runs of a data folder. A failure of the file system, like one of the request, is an answer. */
export interface KeptRuns {
  /** After `mostMs` the others are `unread`, and told of once the catalog is watched. @default all */
  list(mostMs?: number): Promise<Result<ReplyOf<'kept:list'>>>
  rename(runId: string, name: string): Promise<Result<KeptEntry>>
  /** Changes what a person says of runs. Where that fails of one, those before it are changed. */
  annotate(runIds: readonly string[], changes: NoteChanges): Promise<Result<KeptEntry[]>>
  /** Of which of its updates a run keeps checkpoints. */
  checkpoints(runId: string): Promise<Result<ReplyOf<'kept:checkpoints'>>>
  /** Its curves, from where they were read to on. Other things are done meanwhile. */
  curve(runId: string, from: LogPlace | null, withMs: boolean): Promise<Result<Curve>>
  /** What they look like. */
  curveOverview(runId: string, look: OverviewLook): Promise<Result<CurveOverview>>
  /** The gradient's flow as it was recorded. */
  flow(runId: string): Promise<Result<RecordedFlow>>
  /** Moves runs into the bin, all or none. */
  delete(runIds: readonly string[]): Promise<Done>
  restore(runIds: readonly string[]): Promise<Done>
  /** Takes the locks of killed processes away. */
  leave(runIds: readonly string[]): Promise<Done>
  /** Tells of changes from now on. */
  watch(): void
  rest(): void
  /** Resolves when nothing is being looked at or written any more. */
  dispose(): Promise<void>
}

export function createKeptRuns(data: string, { version, changed, pace = PACE }: KeptRunsOptions): KeptRuns {
  const scan = createCatalogScan(data, version)
  let isWatched = false
  let timer: NodeJS.Timeout | undefined
  let savedAt = 0
  /** How long it took to look at the catalog the last time. */
  let lookMs = 0
  /** How many were unread when that was told last. */
  let toldUnread = 0
  /** One thing is done after the other: nothing is looked at while it is being moved. */
  let work: Promise<unknown> = Promise.resolve()

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = work.then(act)
    work = done.catch(() => undefined)
    return done
  }

  function tell(change: CatalogChange): void {
    if (!isWatched) return
    const { length } = [...change.changed, ...change.removed]
    if (length > 0 || change.unread !== toldUnread) changed(change)
    toldUnread = change.unread
  }

  async function look(): Promise<void> {
    if (!isWatched) return
    const begun = performance.now()
    tell(await scan.look('folders', SLICE_MS))
    lookMs = performance.now() - begun
    if (Date.now() - savedAt < SAVE_MS) return
    savedAt = Date.now()
    await scan.save()
  }

  function schedule(): void {
    clearTimeout(timer)
    if (!isWatched) return
    const rest = Math.max(scan.isAnyHeld() ? pace.training : pace.quiet, REST * lookMs)
    const wait = scan.numUnread() > 0 ? 0 : rest
    timer = setTimeout(() => void inTurn(look).then(schedule, schedule), wait)
    timer.unref()
  }

  /** Other things are done meanwhile. */
  async function read<T>(act: () => Promise<T>): Promise<Result<T>> {
    try {
      return succeed(await act())
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      return fail(error.code, error.reason)
    }
  }

  const answer = <T>(act: () => Promise<T>): Promise<Result<T>> => inTurn(() => read(act))

  /** Does something to runs, and tells at once what has become of the catalog. */
  function change(
    runIds: readonly string[],
    act: (ids: readonly string[]) => Promise<unknown>,
  ): Promise<Done> {
    return answer(async () => {
      try {
        await act([...new Set(runIds)])
      } finally {
        await look()
      }
      return {}
    })
  }

  /** Waits while this process has one of these runs, though not for long: it may be training it. */
  async function untilLetGo(runIds: readonly string[]): Promise<void> {
    const end = performance.now() + pace.patience
    for (const id of runIds) {
      if (!RUN_ID.test(id)) continue
      while ((await holderOf(join(runsIn(data), id)))?.pid === process.pid && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, PATIENT_MS))
      }
    }
  }

  function rest(): void {
    isWatched = false
    clearTimeout(timer)
  }

  return {
    list: (mostMs) =>
      answer(async () => {
        const change = await scan.look('files', mostMs)
        tell(change)
        toldUnread = change.unread
        await scan.save()
        return { folder: runsIn(data), runs: scan.entries(), unread: change.unread }
      }),
    rename: (runId, name) =>
      answer(async () => {
        await changeNotes(await folderOf(data, runId), () => ({ name }))
        const entry = await scan.lookAt(runId)
        if (!entry) throw new StoreError(reason('noRun', { id: runId }), 'noSuchRun')
        tell({ changed: [entry], removed: [], unread: scan.numUnread() })
        return entry
      }),
    annotate: (runIds, changes) =>
      answer(async () => {
        const changed: KeptEntry[] = []
        try {
          for (const runId of new Set(runIds)) {
            await changeNotes(await folderOf(data, runId), (notes) => annotated(notes, changes))
            const entry = await scan.lookAt(runId)
            if (entry) changed.push(entry)
          }
        } finally {
          tell({ changed, removed: [], unread: scan.numUnread() })
        }
        return changed
      }),
    checkpoints: (runId) =>
      answer(async () => ({ checkpoints: await listCheckpoints(await folderOf(data, runId)) })),
    curve: (runId, from, withMs) => read(async () => readCurve(await folderOf(data, runId), from, withMs)),
    curveOverview: (runId, look) => read(async () => readCurveOverview(await folderOf(data, runId), look)),
    flow: (runId) => read(async () => readRecordedFlow(await folderOf(data, runId))),
    async delete(runIds) {
      await untilLetGo(runIds)
      return change(runIds, async (ids) => {
        const all = []
        for (const id of ids) all.push(await deletableOf(data, id))
        await moveToBin(data, all)
      })
    },
    restore: (runIds) => change(runIds, (ids) => restoreFromBin(data, ids)),
    leave: (runIds) =>
      change(runIds, async (ids) => {
        const folders = []
        for (const id of ids) folders.push(await folderOf(data, id))
        for (const folder of folders) await dropStaleLock(folder)
      }),
    watch() {
      isWatched = true
      schedule()
    },
    rest,
    async dispose() {
      rest()
      await inTurn(() => scan.save())
    },
  }
}
