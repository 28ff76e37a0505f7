import type { KeptEntry } from '../../core/contract/kept'
import { fail, succeed, type Result } from '../../core/contract/result'
import type { Run } from '../runs/run'
import type { RunCatalog } from '../runs/runCatalog'
import type { RunStart } from '../runs/startRun'
import { openKeptRun, runsToGoOn } from '../store/openRun'
import type { KeptRuns } from '../store/keptRuns'
import type { FolderOptions } from '../store/runStorage'
import { StoreError } from '../store/storeError'

/** `along` goes with the run where it is taken in now. */
export type OpenKept = (runId: string, along?: Pick<RunStart, 'inStep'>) => Promise<Result<Run>>

/** Takes runs of the data folder into the catalog, by their ids. */
export function keptRunOpener(catalog: RunCatalog, data: string, options: FolderOptions): OpenKept {
  return async (runId, along) => {
    const known = catalog.get(runId)
    if (known.ok) {
      await catalog.look(runId)
      return known
    }
    try {
      const opened = await openKeptRun(data, runId, options)
      return succeed(catalog.open({ ...opened, start: { ...opened.start, ...along } }))
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      return fail(error.code, error.reason)
    }
  }
}

/**
 * Moves runs of the data folder into its bin, all or none; they leave the catalog then. One that is paused is
 * let go of first.
 */
export async function deleteKept(
  catalog: RunCatalog,
  kept: Pick<KeptRuns, 'delete'>,
  runIds: readonly string[],
): ReturnType<KeptRuns['delete']> {
  for (const runId of runIds) {
    const known = catalog.get(runId)
    if (known.ok) await known.value.host.rest()
  }
  const done = await kept.delete(runIds)
  if (done.ok) for (const runId of runIds) await catalog.forget(runId)
  return done
}

/** Looks at those of the catalog's runs that another process trains. */
export function lookAtTrained(catalog: Pick<RunCatalog, 'look'>, entries: readonly KeptEntry[]): void {
  for (const entry of entries) {
    if ('isElsewhere' in entry && entry.isElsewhere) void catalog.look(entry.runId)
  }
}

/**
 * Goes on with the runs that were paused by the closing of the app, but for those that somebody else goes on
 * with.
 */
export async function goOnWithRuns(
  data: string,
  open: OpenKept,
  isAnothers: (runId: string) => boolean,
): Promise<void> {
  for (const runId of await runsToGoOn(data)) {
    if (isAnothers(runId)) continue
    const opened = await open(runId)
    if (opened.ok) await opened.value.host.resume()
  }
}
