import { readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { EventOf } from '../../core/contract/ipc'
import type { KeptEntry } from '../../core/contract/kept'
import { runsIn } from './catalog'
import { readCache, writeCache } from './catalogCache'
import { areSame, changedFolders, folderStamp, stampsIn, type FileStamp } from './fileStamps'
import type { KnownRun } from './keptEntry'
import { readEntry } from './keptEntry'
import { LOCK } from './files'
import { holderOf } from './lockHolder'

/** So many runs are looked at side by side. */
const AT_ONCE = 32
/** The clock of a file system stands still for moments: what changed just now may change again unseen. */
const YOUNG_MS = 1000

/** What has become of the catalog since it was looked at last. */
export type CatalogChange = EventOf<'kept:changed'>

/** Looks at the runs of a data folder, and reads what is not as it was. */
export interface CatalogScan {
  /**
   * Looks at all. `folders`: only at those whose folder has changed, as it does when anybody begins to train
   * in it, and at those that have a lock; `files`: at every file, also such as were changed by hand.
   *
   * After `mostMs` what is left waits for the next look, whatever that looks at.
   */
  look(at: 'folders' | 'files', mostMs?: number): Promise<CatalogChange>
  /** Looks at one; null if it is not there. */
  lookAt(runId: string): Promise<KeptEntry | null>
  /** All of them that were read, oldest first. */
  entries(): KeptEntry[]
  /** How many are there that were not. */
  numUnread(): number
  /** Whether any is being trained. */
  isAnyHeld(): boolean
  /** Keeps what is known for the next start, if it has changed. */
  save(): Promise<void>
}

interface Seen extends KnownRun {
  /** Whether it is looked at again although its folder is as it was. */
  readonly isUnsettled: boolean
}

/** What has become of some runs. */
type Change = Omit<CatalogChange, 'unread'>

export function createCatalogScan(data: string, version: string): CatalogScan {
  const runs = runsIn(data)
  let known: Map<string, Seen> | null = null
  /** Those that are still to be looked at. */
  const waiting = new Set<string>()
  let isSaved = true

  async function cached(): Promise<Map<string, Seen>> {
    const seen = [...(await readCache(data, version))].map(
      ([id, run]) => [id, { ...run, isUnsettled: true }] as const,
    )
    return new Map(seen)
  }

  /** A run as it is now; null where there is no folder. */
  async function see(id: string, before: Seen | null): Promise<Seen | null> {
    const path = join(runs, id)
    const folder = await folderStamp(path)
    if (folder === null) return null
    const stamps = await stampsIn(path, folder)
    const real = await realpath(path).catch(() => null)
    if (real === null) return null
    const isUnsettled = stamps[LOCK] !== null || isYoung(folder)
    if (
      before &&
      !('problem' in before.entry) &&
      before.entry.folder === real &&
      areSame(before.stamps, stamps)
    ) {
      // The lock of a process that has ended is as it was.
      const isStillHeld = !before.isHeld || (await holderOf(real)) !== null
      if (isStillHeld) return { ...before, isUnsettled }
    }
    return { ...(await readEntry(id, real, stamps, before)), isUnsettled }
  }

  /** Sees a run, and says what has become of it. */
  async function update(seen: Map<string, Seen>, id: string): Promise<Change> {
    const before = seen.get(id) ?? null
    const now = await see(id, before)
    if (now) seen.set(id, now)
    else seen.delete(id)
    if (!now) {
      if (before) isSaved = false
      return { changed: [], removed: before ? [id] : [] }
    }
    if (!now.isHeld && (!before || !areSame(now.stamps, before.stamps))) isSaved = false
    return isDeepStrictEqual(now.entry, before?.entry) ? noChange : { changed: [now.entry], removed: [] }
  }

  /** Of these runs those that have to be looked at: new ones, and where anything points to a change. */
  async function suspects(seen: ReadonlyMap<string, Seen>, ids: readonly string[]): Promise<string[]> {
    const quiet = ids.flatMap((id) => {
      const before = seen.get(id)
      return before && !before.isUnsettled ? [{ path: join(runs, id), was: before.stamps.folder }] : []
    })
    const changed = await changedFolders(quiet)
    return ids.filter((id) => (seen.get(id)?.isUnsettled ?? true) || changed.has(join(runs, id)))
  }

  const numUnread = () => [...waiting].filter((id) => !known?.has(id)).length

  /** Those to be looked at, last those that are looked at first: the unread ones, and of these the newest. */
  function inOrder(seen: ReadonlyMap<string, Seen>): string[] {
    const ids = [...waiting].sort()
    return [...ids.filter((id) => seen.has(id)), ...ids.filter((id) => !seen.has(id))]
  }

  return {
    numUnread,
    async look(at, mostMs = Infinity) {
      const end = performance.now() + mostMs
      known ??= await cached()
      const seen = known
      const names = await namesOf(runs)
      const all = [...new Set([...names, ...seen.keys()])]
      for (const id of at === 'files' ? all : await suspects(seen, all)) waiting.add(id)
      const left = inOrder(seen)
      const changes: Change[] = []
      const worker = async () => {
        // However little time there is, each look gets on.
        do {
          const id = left.pop()
          if (id === undefined) return
          waiting.delete(id)
          changes.push(await update(seen, id))
        } while (performance.now() < end)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
      return {
        changed: changes.flatMap(({ changed }) => changed),
        removed: changes.flatMap(({ removed }) => removed),
        unread: numUnread(),
      }
    },
    async lookAt(id) {
      known ??= await cached()
      waiting.delete(id)
      await update(known, id)
      return known.get(id)?.entry ?? null
    },
    entries: () => [...(known?.values() ?? [])].map(({ entry }) => entry).sort(byCreation),
    isAnyHeld: () => [...(known?.values() ?? [])].some(({ isHeld }) => isHeld),
    async save() {
      if (isSaved || !known) return
      isSaved = true
      await writeCache(data, version, known)
    },
  }
}

/** Oldest first, those begun at the same moment by id; behind them those that cannot be read. */
function byCreation(one: KeptEntry, other: KeptEntry): number {
  const [key, otherKey] = [one, other].map(
    (entry) => ('problem' in entry ? '~' : entry.created) + entry.runId,
  )
  return key! < otherKey! ? -1 : 1
}

const noChange: Change = { changed: [], removed: [] }

const isYoung = (folder: FileStamp) => Math.abs(Date.now() - (folder?.[3] ?? 0)) < YOUNG_MS

/** Folders and links in the catalog; what begins with a dot is being made, or none of ours. */
async function namesOf(runs: string): Promise<string[]> {
  const found = await readdir(runs, { withFileTypes: true }).catch(() => [])
  return found.filter((each) => !each.isFile() && !each.name.startsWith('.')).map(({ name }) => name)
}

/** Every run of a data folder, oldest first; links to what is gone are left out. */
export async function listRuns(data: string, version: string): Promise<KeptEntry[]> {
  const scan = createCatalogScan(data, version)
  await scan.look('files')
  await scan.save()
  return scan.entries()
}
