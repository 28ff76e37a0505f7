import { join } from 'node:path'
import type { Annotation, KeptEntry, KeptRun } from '../../core/contract/kept'
import { runColors } from '../../core/contract/kept'
import { settingsOf } from '../../core/sweep/settings'
import { reason } from '../../core/contract/reasons'
import { showPath } from '../../core/text/foreign'
import type { Notes } from './documents'
import { RUN_ID } from './documents'
import { bytesIn } from './diskUse'
import type { Stamps } from './fileStamps'
import { isLonger, writtenAt } from './fileStamps'
import { EVENTS, LOCK, LOG } from './files'
import { holderOf, isThisProcess } from './lockHolder'
import type { LogFigures } from './logFigures'
import { noFigures, readFigures, smoothedLoss } from './logFigures'
import { readDocuments, statusOf } from './runDocuments'
import { firstUpdateOf } from './runFolder'
import { solvedLossOf } from './solvedLoss'
import { reasonFor, StoreError } from './storeError'
import { summaryFrom } from './summary'

/** A run of the catalog as it was found, and what tells whether it still is. */
export interface KnownRun {
  readonly entry: KeptEntry
  readonly stamps: Stamps
  /** Up to where its log was read. */
  readonly figures: LogFigures
  /** Whether a process that lives has its lock. */
  readonly isHeld: boolean
}

/**
 * Reads a run by the name that it has in the catalog; its log from where it ended `before`, if it was only
 * appended to since.
 */
export async function readEntry(
  runId: string,
  folder: string,
  stamps: Stamps,
  before: KnownRun | null,
): Promise<KnownRun> {
  const holder = await holderOf(folder)
  const isHeld = holder !== null
  try {
    requireId(runId, folder)
    const documents = await readDocuments(folder)
    const problems = [...documents.problems]
    const path = join(folder, LOG)
    const begin = { ...noFigures, updates: firstUpdateOf(documents.run) }
    // What is read while others write is read anew, and whole, when they rest.
    const isGrown = isHeld && before?.isHeld && wasAppendedTo(before, stamps)
    const from = isGrown ? before.figures : begin
    const figures = await readFigures(path, from, solvedLossOf(documents.experiment)).catch(
      (error: unknown) => {
        problems.push(reasonFor(error))
        return begin
      },
    )
    // Of a run that is being trained the end is being written.
    if (!isHeld && documents.cutEvent !== null) problems.push(documents.cutEvent)
    if (!isHeld && figures.problem !== null)
      problems.push(reason('inFile', { path: showPath(path), why: figures.problem }))
    const { run, experiment, events } = documents
    const status = isHeld ? 'running' : statusOf(experiment, figures.updates, events)
    const entry: KeptRun = {
      ...{ ...summaryFrom(documents, figures, status), runId, problems },
      ...{ parent: run.parent, group: run.group },
      settings: settingsOf(experiment),
      smoothedLoss: smoothedLoss(figures),
      // One that diverged, or has not finished, has not solved it.
      solvedAfter: status === 'diverged' || figures.solvedSince === null ? null : figures.solvedSince + 1,
      ...annotationOf(documents.notes),
      bytes: await bytesIn(folder),
      isElsewhere: isHeld && !isThisProcess(holder),
      wasKilled: status === 'interrupted' && stamps[LOCK] !== null,
      written: writtenAt([stamps[LOG], stamps[EVENTS]]).toISOString(),
    }
    return { entry, stamps, figures, isHeld }
  } catch (error) {
    return { entry: { runId, folder, problem: reasonFor(error) }, stamps, figures: noFigures, isHeld }
  }
}

function annotationOf({ color, tags, text, isArchived }: Notes): Annotation {
  return { color: runColors.find((name) => name === color) ?? null, tags, note: text, isArchived }
}

function requireId(name: string, folder: string): void {
  if (RUN_ID.test(name)) return
  throw new StoreError(reason('badFolderName', { path: showPath(folder) }))
}

/** Whoever cuts a log writes the events anew. */
function wasAppendedTo({ stamps, figures }: KnownRun, now: Stamps): boolean {
  return (
    isLonger(stamps[LOG], now[LOG]) &&
    figures.bytes <= (now[LOG]?.[1] ?? 0) &&
    stamps[EVENTS]?.[0] === now[EVENTS]?.[0]
  )
}
