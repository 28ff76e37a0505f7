import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { reason, reasonOfProblems } from '../../core/contract/reasons'
import type { Experiment } from '../../core/experiment/experiment'
import { parseExperiment } from '../../core/experiment/parse'
import { showPath } from '../../core/text/foreign'
import { newRunId, runsIn } from '../store/catalog'
import { fileReason, readJsonFile } from '../store/files'
import { noNotes } from '../store/runDocuments'
import { createRunFolder } from '../store/runFolder'
import { ExchangeError } from './exchangeError'
import type { Imported, ImportOptions } from './importFile'

/** A paused run of an experiment's file. */
export async function importExperiment(path: string, options: ImportOptions): Promise<Imported> {
  const parsed = parseExperiment(await readJsonFile(path))
  if (!parsed.ok)
    throw new ExchangeError(reason('inFile', { path: showPath(path), why: reasonOfProblems(parsed) }))
  return beginPaused(parsed.value, null, { name: stemOf(path), text: '' }, options)
}

/** The name of a file without its ending. */
export const stemOf = (path: string) => basename(path, extname(path))

/**
 * Makes a run that has made no update and waits, from the weights of a checkpoint, or from its own.
 * @throws {StoreError} if the catalog cannot be written.
 */
export async function beginPaused(
  experiment: Experiment,
  checkpoint: Uint8Array | null,
  notes: { readonly name: string; readonly text: string },
  { data, version }: ImportOptions,
): Promise<Imported> {
  const id = newRunId(new Date(), randomUUID())
  const folder = join(runsIn(data), id)
  await makeRunsFolder(data)
  const imported = { checkpoint, notes: { ...noNotes, ...notes } }
  const lock = await createRunFolder(folder, { id, experiment, version, imported })
  await lock.release()
  return { id, folder }
}

export async function makeRunsFolder(data: string): Promise<void> {
  try {
    await mkdir(runsIn(data), { recursive: true })
  } catch (error) {
    throw new ExchangeError(reason('cannotWrite', { path: showPath(runsIn(data)), why: fileReason(error) }))
  }
}
