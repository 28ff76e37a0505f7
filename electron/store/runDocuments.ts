import { join } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason, reasonOfProblems } from '../../core/contract/reasons'
import type { KeptStatus } from '../../core/contract/kept'
import type { Experiment } from '../../core/experiment/experiment'
import { dataOf } from '../../core/experiment/ownData'
import { parseExperiment } from '../../core/experiment/parse'
import { parseStrictJson } from '../../core/formats/json'
import { showPath } from '../../core/text/foreign'
import { DataError } from '../data/dataError'
import { ensureData } from '../data/provide'
import type { Notes, RunDocument, RunEvent } from './documents'
import { checked, eventSchema, inPlace, notesSchema, runSchema } from './documents'
import * as files from './files'
import { isMissing, readBytes, readJsonFile } from './files'
import { FORMAT, migrated } from './migrations'
import { reasonFor, StoreError } from './storeError'

/** What lies in a run's folder besides its numbers, read. */
export interface RunDocuments {
  readonly folder: string
  readonly run: RunDocument
  readonly experiment: Experiment
  readonly notes: Notes
  /** In their order; those that are behind the log are of a past that was made again. */
  readonly events: readonly RunEvent[]
  /** What is damaged, each with the file's name; the rest is here. */
  readonly problems: readonly Reason[]
  /** That the last event is cut, as it also is while it is being written; or null. */
  readonly cutEvent: Reason | null
}

/** Of a run that nobody has said anything about. */
export const noNotes: Notes = { name: '', color: null, tags: [], text: '', isArchived: false }

/**
 * Reads what lies in a run's folder besides its numbers. What is damaged is told of by name, and the rest
 * opens.
 * @throws {StoreError} if it is no run's, or the experiment in it cannot be trained by this version.
 */
export async function readDocuments(folder: string): Promise<RunDocuments> {
  const path = (name: string) => join(folder, name)
  const { run, format } = await readRun(folder)
  const experiment = await readExperiment(path(files.EXPERIMENT))
  await provide(experiment, folder)
  const problems: Reason[] = []
  const notes = await readNotes(path(files.NOTES), format).catch((error: unknown) => {
    problems.push(reasonFor(error))
    return noNotes
  })
  const read = await readEvents(path(files.EVENTS), format).catch((error: unknown) => {
    problems.push(reasonFor(error))
    return { events: [], problems: [], cutEvent: null }
  })
  problems.push(...read.problems)
  return { ...{ folder, run, experiment, notes, problems }, events: read.events, cutEvent: read.cutEvent }
}

/**
 * Reads what a folder says of its run, and the version of its files.
 * @throws {StoreError} if it is no run's.
 */
export async function readRun(
  folder: string,
): Promise<{ readonly run: RunDocument; readonly format: number }> {
  const path = join(folder, files.RUN)
  if (await isMissing(path)) {
    throw new StoreError(reason('notARun', { path: showPath(folder), file: files.RUN }))
  }
  const document = await readJsonFile(path)
  const format = formatOf(document)
  return { run: checked({ path }, runSchema, migrated('run', document, format)), format }
}

/** The version that a folder's `run.json` names; of one that names none, this one's, which refuses it. */
function formatOf(document: unknown): number {
  const format = (document as { format?: unknown } | null)?.format
  return typeof format === 'number' ? format : FORMAT
}

/** How a run that nobody trains stands: an event tells how it ended only if the log ends there too. */
export function statusOf({ train }: Experiment, length: number, events: readonly RunEvent[]): KeptStatus {
  const last = events.findLast(({ type, update }) => type !== 'tuned' && update === length)
  if (last && last.type !== 'tuned' && last.type !== 'resumed') return last.type
  return length >= train.updates ? 'done' : 'interrupted'
}

/** Reads the person's own data that lie in a run's folder. */
async function provide({ task }: Experiment, folder: string): Promise<void> {
  try {
    await ensureData(dataOf(task), [folder])
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    throw new StoreError(reason('inFile', { path: showPath(folder), why: reasonFor(error) }))
  }
}

async function readExperiment(path: string): Promise<Experiment> {
  const parsed = parseExperiment(await readJsonFile(path))
  if (parsed.ok) return parsed.value
  throw new StoreError(inPlace({ path }, reasonOfProblems(parsed)))
}

async function readNotes(path: string, format: number): Promise<Notes> {
  return checked({ path }, notesSchema, migrated('notes', await readJsonFile(path), format))
}

/** The events; a line that is none is a problem, the last one by itself if it is not there to its end. */
async function readEvents(
  path: string,
  format: number,
): Promise<Pick<RunDocuments, 'events' | 'problems' | 'cutEvent'>> {
  const lines = Buffer.from(await readBytes(path))
    .toString('utf8')
    .split('\n')
  const unfinished = lines.pop()
  const events: RunEvent[] = []
  const problems: Reason[] = []
  for (const [i, line] of lines.entries()) {
    const place = { path, line: i + 1 }
    try {
      events.push(checked(place, eventSchema, migrated('event', parseStrictJson('it', line), format)))
    } catch (error) {
      problems.push(error instanceof StoreError ? error.reason : inPlace(place, reasonFor(error)))
    }
  }
  const cutEvent = unfinished === '' ? null : inPlace({ path }, reason('lastLineCut'))
  return { events, problems, cutEvent }
}
