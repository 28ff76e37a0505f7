import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Process } from '../../core/contract/run'
import { showPath } from '../../core/text/foreign'
import type { FolderChange } from '../runs/keeping'
import type { LogColumns, LogEnd } from './arrowLog'
import { damagedFrom, joined, mapColumns, wholeBatches } from './arrowLog'
import { openDiagnostics } from './diagnosticsFile'
import { readObservations } from './diagnosticsLog'
import type { RunEvent } from './documents'
import type { FileLog } from './fileLog'
import type { FileStamp } from './fileStamps'
import { fileStamp, isLonger, isSame } from './fileStamps'
import { DIAGNOSTICS, EVENTS, isMissing, LOG, readAt } from './files'
import { otherHolderOf } from './lockHolder'
import type { RunDocuments } from './runDocuments'
import { readDocuments } from './runDocuments'
import { openRunFolder } from './runFolder'
import type { LogDigest } from './storedState'
import { createLogDigest, stateOf, tuningEventsIn } from './storedState'
import { StoreError } from './storeError'

/** So many bytes of a log are read at a time: no batch that is written is longer. */
const CHUNK_BYTES = 2 ** 20

const nothingNew = {
  ...{ trainedBy: null, isCut: false, batch: null },
  ...{ tuningEvents: null, figures: null, observations: [] },
} satisfies Omit<FolderChange, 'state'>

const goneFrom = (folder: string) => reason('folderGone', { path: showPath(folder) })

/** Reads on what other processes write of a run. It writes nothing into the folder, its lock neither. */
export interface FolderReader {
  /**
   * What has changed since it was looked at last, which is in the log then; null if nothing has. A folder
   * that cannot be read is told of, once.
   */
  look(): Promise<FolderChange | null>
  /** All that stands there now is known: this process has written it. */
  settle(): Promise<void>
}

/** What is known of a folder, and the stamps of its files when it was read. */
export interface KnownFolder {
  readonly stamps: FolderStamps
  readonly documents: Pick<RunDocuments, 'experiment' | 'events'>
  /** Null where the log is not known number by number. */
  readonly digest: LogDigest | null
  /** Where its observations end that were read. */
  readonly observed: number
}

export interface FolderStamps {
  readonly log: FileStamp
  readonly events: FileStamp
  readonly diagnostics: FileStamp
}

export async function stampsOf(folder: string): Promise<FolderStamps> {
  const [log, events, diagnostics] = await Promise.all(
    [LOG, EVENTS, DIAGNOSTICS].map((name) => fileStamp(join(folder, name))),
  )
  return { log: log ?? null, events: events ?? null, diagnostics: diagnostics ?? null }
}

/** `known` is what was read of the folder already, and `log` holds the updates of that. */
export function createFolderReader(
  folder: string,
  log: FileLog,
  tell: (why: Reason) => void,
  known: (KnownFolder & { readonly trainedBy: Process | null }) | null = null,
): FolderReader {
  let last: KnownFolder | null = known
  let trainedBy = known?.trainedBy ?? null
  let problem: Reason | null = null
  /** Where the log could not be read on, and how long it was then. */
  let stuck: { readonly at: number; readonly size: number } | null = null

  /** Tells of a problem once, until there is none or another. */
  function tellOf(now: Reason | null): void {
    if (now !== null && !isDeepStrictEqual(now, problem)) tell(now)
    problem = now
  }

  async function look(): Promise<FolderChange | null> {
    // Whoever has let go of the run by now has written all of it.
    const holder = await otherHolderOf(folder)
    const stamps = await stampsOf(folder)
    const isAsBefore = last !== null && areSame(last.stamps, stamps) && isDeepStrictEqual(holder, trainedBy)
    if (isAsBefore) return null
    trainedBy = holder
    try {
      const change = await read(stamps)
      if (!stuck) tellOf(null)
      return change
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      last = null
      trainedBy = null
      tellOf((await isMissing(folder)) ? goneFrom(folder) : error.reason)
      return { ...nothingNew, state: { status: 'paused', update: log.length } }
    }
  }

  async function read(stamps: FolderStamps): Promise<FolderChange> {
    const isSameText = last !== null && isSame(last.stamps.events, stamps.events)
    const documents = last && isSameText ? last.documents : documentsOf(await readDocuments(folder))
    if (last?.digest && isContinued(last, stamps, documents.events)) {
      return readOn({ ...last, digest: last.digest }, stamps, documents)
    }
    return readAnew(stamps)
  }

  /** Whether a folder was only appended to: whoever takes updates back says so in the events. */
  function isContinued(before: KnownFolder, stamps: FolderStamps, events: readonly RunEvent[]): boolean {
    const { bytes, updates } = log.end
    const known = before.documents.events
    const added = events.slice(known.length)
    return (
      isLonger(before.stamps.log, stamps.log) &&
      bytes <= (stamps.log?.[1] ?? 0) &&
      isDeepStrictEqual(events.slice(0, known.length), known) &&
      added.every(({ type, update }) => type === 'tuned' || update >= updates)
    )
  }

  async function readOn(
    before: KnownFolder & { readonly digest: LogDigest },
    stamps: FolderStamps,
    documents: KnownFolder['documents'],
  ): Promise<FolderChange> {
    const first = log.length
    const columns = await readLogOn(stamps.log?.[1] ?? 0)
    before.digest.add(columns)
    const { observations, observed } = await readObservationsOn(before.observed, stamps.diagnostics)
    last = { stamps, documents, digest: before.digest, observed }
    return {
      ...told(last, documents),
      isCut: false,
      batch: batchOf(first, columns, before.digest),
      observations,
    }
  }

  /** The updates behind those that are known. */
  async function readLogOn(size: number): Promise<LogColumns> {
    const path = join(folder, LOG)
    const parts: LogColumns[] = []
    const begin = log.length
    for (;;) {
      const { updates, bytes } = log.end
      const chunk = await readAt(path, bytes, CHUNK_BYTES)
      const { columns, ends } = wholeBatches(chunk, 0, updates)
      if (ends.length === 0) {
        tellIfStuck(path, chunk.length, size)
        return joined(parts, log.length - begin)
      }
      parts.push(columns)
      log.wrote(ends.map((end): LogEnd => ({ updates: end.updates, bytes: bytes + end.bytes })))
    }
  }

  /** The last batch may be on its way to the disk; but not when something stands behind it. */
  function tellIfStuck(path: string, left: number, size: number): void {
    const { updates, bytes } = log.end
    if (left > 0 && stuck?.at === bytes && size > stuck.size) {
      tellOf(reason('inFile', { path: showPath(path), why: damagedFrom(bytes, updates) }))
    }
    stuck = left > 0 ? { at: bytes, size: stuck?.at === bytes ? stuck.size : size } : null
  }

  async function readObservationsOn(from: number, stamp: FileStamp) {
    if (stamp === null || stamp[1] <= from) return { observations: [], observed: from }
    if (from === 0) return readObserved(Infinity)
    const read = readObservations(await readAt(join(folder, DIAGNOSTICS), from, stamp[1] - from))
    return { observations: read.observations, observed: from + (read.ends.at(-1)?.bytes ?? 0) }
  }

  async function readObserved(updates: number) {
    const { observations, position } = await openDiagnostics(folder)
    return { observations: observations.filter(({ update }) => update < updates), observed: position }
  }

  async function readAnew(stamps: FolderStamps): Promise<FolderChange> {
    const stored = await openRunFolder(folder)
    const first = log.length
    const isCut = !last || !isContinued(last, stamps, stored.events)
    const digest = createLogDigest()
    digest.add(stored.log.columns)
    log.cutTo(stored.log.ends)
    stuck = null
    const { observations, observed } =
      isCut || !last
        ? await readObserved(stored.log.length)
        : await readObservationsOn(last.observed, stamps.diagnostics)
    // The updates themselves are not kept in memory.
    last = { stamps, documents: documentsOf(stored), digest, observed }
    const added = mapColumns((name) => stored.log.columns[name].subarray(first - log.first))
    return {
      ...{ ...told(last, stored), isCut, observations },
      batch: isCut ? null : batchOf(first, added, digest),
    }
  }

  function told(
    { digest }: KnownFolder,
    documents: KnownFolder['documents'],
  ): Pick<FolderChange, 'trainedBy' | 'state' | 'tuningEvents' | 'figures'> {
    const update = log.length
    return {
      trainedBy,
      state: trainedBy ? { status: 'running', update } : stateOf(documents, update),
      tuningEvents: tuningEventsIn(documents.events),
      figures: digest && { msPerUpdate: digest.msPerUpdate, numClipped: digest.numClipped },
    }
  }

  return {
    look,
    async settle() {
      try {
        const stamps = await stampsOf(folder)
        const documents = await readDocuments(folder)
        last = { stamps, documents, digest: null, observed: stamps.diagnostics?.[1] ?? 0 }
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        last = null
      }
      trainedBy = null
      problem = null
      stuck = null
    },
  }
}

const documentsOf = ({ experiment, events }: KnownFolder['documents']): KnownFolder['documents'] => ({
  experiment,
  events,
})

function areSame(one: FolderStamps, other: FolderStamps): boolean {
  return (['log', 'events', 'diagnostics'] as const).every((name) => isSame(one[name], other[name]))
}

/** As a training thread reports updates; null where there are none. */
function batchOf(
  firstUpdate: number,
  { ms: _, ...columns }: LogColumns,
  { msPerUpdate }: LogDigest,
): FolderChange['batch'] {
  if (columns.loss.length === 0 || msPerUpdate === null) return null
  return { type: 'batch', firstUpdate, columns, msPerUpdate }
}
