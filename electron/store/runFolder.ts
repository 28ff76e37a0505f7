import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Experiment } from '../../core/experiment/experiment'
import { parseExperiment } from '../../core/experiment/parse'
import { describeProblems } from '../../core/experiment/problems'
import { parseStrictJson } from '../../core/formats/json'
import { showPath } from '../../core/text/foreign'
import type { ReadLog } from './arrowLog'
import { logHeader, readLog } from './arrowLog'
import type { Notes, RunDocument, RunEvent } from './documents'
import { checked, eventSchema, notesSchema, runSchema } from './documents'
import * as files from './files'
import { isMissing, jsonText, namesIn, readBytes, readJsonFile, reasonOf } from './files'
import { syncFolder, writeSynced } from './files'
import type { Lock } from './lock'
import { holderOf, lockText, ownLock } from './lock'
import { StoreError } from './storeError'

/** How a run stands, derived from what lies in its folder. */
export type StoredStatus = 'running' | 'paused' | 'done' | 'stopped' | 'diverged' | 'failed' | 'interrupted'

/** A run folder, read. */
export interface StoredRun {
  readonly folder: string
  readonly run: RunDocument
  readonly experiment: Experiment
  readonly notes: Notes
  readonly log: ReadLog
  /** In their order; those that are behind the log are of a past that was made again. */
  readonly events: readonly RunEvent[]
  /** After how many updates there is a checkpoint, rising. */
  readonly checkpoints: readonly number[]
  readonly status: StoredStatus
  /** What is damaged, each with the file's name; the rest is here. */
  readonly problems: readonly string[]
}

export interface NewRun {
  readonly id: string
  readonly experiment: Experiment
  readonly version: string
}

const noNotes: Notes = { name: '', color: null, tags: [], text: '' }

/**
 * Makes a run's folder, which appears whole, by being renamed, and belongs to this process.
 * @throws {StoreError} if something is in the way or the file system refuses.
 */
export async function createRunFolder(folder: string, { id, experiment, version }: NewRun): Promise<Lock> {
  const target = resolve(folder)
  const staged = join(dirname(target), `.${basename(target)}.${id}.new`)
  const run: RunDocument = {
    ...{ format: 1, id, app: version, engine: version, created: new Date().toISOString() },
    ...{ data: null, parent: null },
  }
  try {
    await requireEmpty(target)
    await mkdir(join(staged, files.CHECKPOINTS), { recursive: true })
    const write = (name: string, content: string | Uint8Array) => writeSynced(join(staged, name), content)
    await write(files.RUN, jsonText(run))
    await write(files.EXPERIMENT, jsonText(experiment))
    await write(files.NOTES, jsonText(noNotes))
    await write(files.LOG, logHeader())
    await write(files.EVENTS, '')
    await write(files.LOCK, await lockText())
    await syncFolder(staged)
    // Not every system renames a folder over an empty one.
    await rmdir(target).catch(() => undefined)
    await rename(staged, target)
    await syncFolder(dirname(target))
    return ownLock(target)
  } catch (error) {
    await rm(staged, { recursive: true, force: true }).catch(() => undefined)
    if (error instanceof StoreError) throw error
    throw new StoreError(`cannot make a run in ${showPath(folder)}: ${reasonOf(error)}`)
  }
}

async function requireEmpty(folder: string): Promise<void> {
  if (await isMissing(folder)) return
  const names = await namesIn(folder)
  if (names.includes(files.RUN)) {
    throw new StoreError(
      `${showPath(folder)} holds a run already: go on with it by --resume, or name a new folder`,
    )
  }
  if (names.length > 0) {
    throw new StoreError(`${showPath(folder)} is not empty, expected a new or an empty folder`)
  }
}

/**
 * Reads a run folder. What is damaged is told of by name, and the rest opens.
 * @throws {StoreError} if it is none, or the experiment in it cannot be trained by this version.
 */
export async function openRunFolder(folder: string): Promise<StoredRun> {
  const path = (name: string) => join(folder, name)
  if (await isMissing(path(files.RUN))) {
    throw new StoreError(`${showPath(folder)} is not a run: it has no ${files.RUN}`)
  }
  const problems: string[] = []
  /** What `read` gives, or `otherwise` with a problem. */
  async function unlessDamaged<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await read()
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
      return otherwise
    }
  }
  const run = checked(showPath(path(files.RUN)), runSchema, await readJsonFile(path(files.RUN)))
  const experiment = await readExperiment(path(files.EXPERIMENT))
  const notes = await unlessDamaged(
    async () => checked(showPath(path(files.NOTES)), notesSchema, await readJsonFile(path(files.NOTES))),
    noNotes,
  )
  const log = await unlessDamaged(async () => readLog(await readBytes(path(files.LOG))), readLog(logHeader()))
  if (log.problem !== null) problems.push(`${showPath(path(files.LOG))}: ${log.problem}`)
  const events = await unlessDamaged(() => readEvents(path(files.EVENTS), problems), [])
  const checkpoints = (await namesIn(path(files.CHECKPOINTS)))
    .map((name) => Number(/^(\d{1,15})\.safetensors$/.exec(name)?.[1] ?? NaN))
    .filter((update) => update <= log.length)
    .sort((a, b) => a - b)
  const isHeld = (await holderOf(folder)) !== null
  const status = isHeld ? 'running' : statusOf(experiment, log.length, events)
  return { folder, run, experiment, notes, log, events, checkpoints, status, problems }
}

/** The file of the checkpoint after so many updates. */
export function checkpointPath(folder: string, update: number): string {
  return join(folder, files.CHECKPOINTS, `${update}.safetensors`)
}

/** How a run that nobody trains stands: an event tells how it ended only if the log ends there too. */
function statusOf({ train }: Experiment, length: number, events: readonly RunEvent[]): StoredStatus {
  const last = events.findLast(({ update }) => update === length)
  if (last && last.type !== 'tuned' && last.type !== 'resumed') return last.type
  return length >= train.updates ? 'done' : 'interrupted'
}

async function readExperiment(path: string): Promise<Experiment> {
  const parsed = parseExperiment(await readJsonFile(path))
  if (parsed.ok) return parsed.value
  throw new StoreError(`${showPath(path)}: ${describeProblems(parsed)}`)
}

/** The events; a line that is none is a problem, the last one only if it was written to its end. */
async function readEvents(path: string, problems: string[]): Promise<RunEvent[]> {
  const lines = Buffer.from(await readBytes(path))
    .toString('utf8')
    .split('\n')
  const unfinished = lines.pop()
  const events: RunEvent[] = []
  for (const [i, line] of lines.entries()) {
    const name = `${showPath(path)}, line ${i + 1}`
    try {
      events.push(checked(name, eventSchema, parseStrictJson('it', line)))
    } catch (error) {
      problems.push(error instanceof StoreError ? error.message : `${name}: ${(error as Error).message}`)
    }
  }
  if (unfinished !== '') problems.push(`${showPath(path)}: its last line is cut`)
  return events
}
