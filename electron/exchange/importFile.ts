import { open, stat } from 'node:fs/promises'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import type { Experiment } from '../../core/experiment/experiment'
import { showPath } from '../../core/text/foreign'
import { isMissing, fileReason } from '../store/files'
import type { StoredRun } from '../store/runFolder'
import { ExchangeError } from './exchangeError'
import { importExperiment } from './importExperiment'
import { importRunFolder, importRunZip } from './importRun'
import { importWeights } from './importWeights'
import { pickled } from './pickled'

export interface ImportOptions {
  /** The data folder whose catalog takes it in. */
  readonly data: string
  /** Of the app. */
  readonly version: string
  /** That weights are of. @default the one in their file, else one of their sizes */
  readonly experiment?: Experiment | undefined
  /** Looks at a run before it is taken in; throws a `StoreError` where it may not be. @default it may */
  readonly accept?: (run: StoredRun) => void
  /** Whether a run of the same id that nobody trains gives way. @default it is refused */
  readonly replaces?: boolean
  /** Hears of what is damaged or assumed and does not stand in the way. */
  tell(what: Reason): void
}

/** A run that was taken in. */
export interface Imported {
  readonly id: string
  readonly folder: string
}

/**
 * Takes a file or a folder in as a run of the catalog: an experiment, weights of PyTorch's in safetensors, a
 * run's folder, or that as a zip.
 * @throws {StoreError} saying what is wrong with it and what was expected; then nothing is taken in.
 */
export async function importFile(path: string, options: ImportOptions): Promise<Imported> {
  const found = await stat(path).catch((error: unknown) => {
    throw new ExchangeError(reason('cannotRead', { path: showPath(path), why: fileReason(error) }))
  })
  const kind = found.isDirectory() ? 'folder' : await kindOf(path)
  if (options.experiment && kind !== 'weights') {
    throw new ExchangeError(reason('noWeightsAlone', { path: showPath(path) }))
  }
  const imported = await {
    folder: importRunFolder,
    zip: importRunZip,
    weights: importWeights,
    json: importExperiment,
  }[kind](path, options)
  if (await isMissing(imported.folder))
    throw new ExchangeError(reason('pathGone', { path: showPath(imported.folder) }))
  return imported
}

/** What a file is by how it begins. */
async function kindOf(path: string): Promise<'zip' | 'weights' | 'json'> {
  if (/\.(pt|pth|pkl|bin|ckpt)$/i.test(path)) throw pickled(path)
  const beginning = await beginningOf(path)
  if (beginning.length === 0) throw new ExchangeError(reason('emptyFile', { path: showPath(path) }))
  if (beginning.subarray(0, 2).toString('latin1') === 'PK') return 'zip'
  // The length of the header, which is short of 2^32 and may begin as a pickle does, and the header, which is
  // JSON.
  const isTensors = beginning.readUIntBE(4, 4) === 0 && beginning[8] === 0x7b
  if (isTensors) return 'weights'
  // Protocol 2 and later of Python's pickle.
  if (beginning[0] === 0x80 && beginning[1]! >= 2 && beginning[1]! <= 5) throw pickled(path)
  if (/\.safetensors$/i.test(path)) return 'weights'
  return 'json'
}

async function beginningOf(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0)
      return bytesRead === 0 ? Buffer.alloc(0) : buffer
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new ExchangeError(reason('cannotRead', { path: showPath(path), why: fileReason(error) }))
  }
}
