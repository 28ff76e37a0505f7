import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { reason } from '../../core/contract/reasons'
import type { KeptStatus } from '../../core/contract/kept'
import { dataOf } from '../../core/experiment/ownData'
import type { Experiment } from '../../core/experiment/experiment'
import type { Group } from '../../core/sweep/group'
import { showPath } from '../../core/text/foreign'
import { DataError } from '../data/dataError'
import { keepData } from '../data/keep'
import type { ReadLog } from './arrowLog'
import { logHeader, readLog } from './arrowLog'
import type { Notes, RunDocument, RunEvent } from './documents'
import * as files from './files'
import { fileReason, isMissing, jsonText, namesIn, readBytes } from './files'
import { syncFolder, writeSynced } from './files'
import type { Lock } from './lock'
import { ownLock } from './lock'
import { holderOf, lockText } from './lockHolder'
import { FORMAT } from './migrations'
import type { RunDocuments } from './runDocuments'
import { noNotes, readDocuments, statusOf } from './runDocuments'
import { reasonFor, StoreError } from './storeError'

/** How a run stands, derived from what lies in its folder. */
export type StoredStatus = KeptStatus

/** A run folder, read. */
export interface StoredRun extends Omit<RunDocuments, 'cutEvent'> {
  readonly log: ReadLog
  /** After how many updates there is a checkpoint, rising. */
  readonly checkpoints: readonly number[]
  readonly status: StoredStatus
}

export interface NewRun {
  readonly id: string
  readonly experiment: Experiment
  readonly version: string
  /** Where it branches off. @default it does not */
  readonly branch?: Branch
  /** What it is one of. @default nothing */
  readonly group?: Group
  /** A paused run that begins from these weights. @default it is about to be trained, from its own */
  readonly imported?: ImportedWeights
}

/** What a run begins from that was not trained here. */
export interface ImportedWeights {
  /** The file of a checkpoint after no update; null for the experiment's own weights. */
  readonly checkpoint: Uint8Array | null
  readonly notes: Notes
}

/**
 * The run that another one branches off, after how many of its updates, and the file of a checkpoint there.
 */
export interface Branch {
  readonly parent: { readonly id: string; readonly update: number }
  readonly checkpoint: Uint8Array
}

/** The first update that a run makes itself. */
export function firstUpdateOf({ parent }: Pick<RunDocument, 'parent'>): number {
  return parent?.update ?? 0
}

/**
 * Makes a run's folder, which appears whole, by being renamed, and belongs to this process.
 * @throws {StoreError} if something is in the way or the file system refuses.
 */
export async function createRunFolder(
  folder: string,
  { id, experiment, version, branch, group, imported }: NewRun,
): Promise<Lock> {
  const target = resolve(folder)
  const staged = join(dirname(target), `.${basename(target)}.${id}.new`)
  const run: RunDocument = {
    ...{ format: FORMAT, id, app: version, engine: version, created: new Date().toISOString() },
    ...{
      data: dataOf(experiment.task)?.sha256 ?? null,
      parent: branch?.parent ?? null,
      group: group ?? null,
    },
  }
  try {
    await requireEmpty(target)
    await mkdir(join(staged, files.CHECKPOINTS), { recursive: true })
    const write = (name: string, content: string | Uint8Array) => writeSynced(join(staged, name), content)
    await write(files.RUN, jsonText(run))
    await write(files.EXPERIMENT, jsonText(experiment))
    await write(files.NOTES, jsonText(imported?.notes ?? noNotes))
    await write(files.LOG, logHeader())
    await write(files.EVENTS, imported ? `${JSON.stringify(pausedAtOnce)}\n` : '')
    if (branch) await writeSynced(checkpointPath(staged, branch.parent.update), branch.checkpoint)
    if (imported?.checkpoint) await writeSynced(checkpointPath(staged, 0), imported.checkpoint)
    const reading = dataOf(experiment.task)
    if (reading) await keepData(reading, staged)
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
    if (error instanceof DataError) throw new StoreError(error.reason)
    throw new StoreError(reason('cannotMake', { path: showPath(folder), why: fileReason(error) }))
  }
}

const pausedAtOnce: RunEvent = { type: 'paused', update: 0, by: 'person' }

async function requireEmpty(folder: string): Promise<void> {
  if (await isMissing(folder)) return
  const names = await namesIn(folder)
  if (names.includes(files.RUN)) {
    throw new StoreError(reason('holdsRun', { path: showPath(folder) }))
  }
  if (names.length > 0) {
    throw new StoreError(reason('notEmpty', { path: showPath(folder) }))
  }
}

/**
 * Reads a run folder. What is damaged is told of by name, and the rest opens.
 * @throws {StoreError} if it is none, or the experiment in it cannot be trained by this version.
 */
export async function openRunFolder(folder: string): Promise<StoredRun> {
  const { cutEvent, ...documents } = await readDocuments(folder)
  const problems = [...documents.problems, ...(cutEvent === null ? [] : [cutEvent])]
  const path = join(folder, files.LOG)
  const first = firstUpdateOf(documents.run)
  const log = await readBytes(path)
    .then((bytes) => readLog(bytes, first))
    .catch((error: unknown) => {
      problems.push(reasonFor(error))
      return readLog(logHeader(), first)
    })
  if (log.problem !== null) problems.push(reason('inFile', { path: showPath(path), why: log.problem }))
  const checkpoints = (await checkpointsIn(folder)).filter((update) => update <= log.length)
  const isHeld = (await holderOf(folder)) !== null
  const status = isHeld ? 'running' : statusOf(documents.experiment, log.length, documents.events)
  return { ...documents, log, checkpoints, status, problems }
}

/** After how many updates there is a checkpoint, rising. */
export async function checkpointsIn(folder: string): Promise<number[]> {
  return (await namesIn(join(folder, files.CHECKPOINTS)))
    .map((name) => Number(/^(\d{1,15})\.safetensors$/.exec(name)?.[1] ?? NaN))
    .filter((update) => update >= 0)
    .sort((a, b) => a - b)
}

/** The file of the checkpoint after so many updates. */
export function checkpointPath(folder: string, update: number): string {
  return join(folder, files.CHECKPOINTS, `${update}.safetensors`)
}
