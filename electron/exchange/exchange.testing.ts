import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExperimentInput } from '../../core/experiment/experiment'
import { experimentSchema } from '../../core/experiment/schema'
import { keepRun } from '../store/keptRun.testing'
import type { StoredRun } from '../store/runFolder'
import { openRunFolder } from '../store/runFolder'
import type { FileFormat, FolderFormat } from './exportFormat'
import { sourceOf } from './exportRun'

/** A small run of an experiment that has ended, kept in a folder. */
export async function trained(parent: string, experiment: ExperimentInput): Promise<StoredRun> {
  await mkdir(parent, { recursive: true })
  const folder = join(parent, 'run')
  const kept = await keepRun(folder, experimentSchema.parse(experiment))
  await kept.over()
  return openRunFolder(folder)
}

const silent = () => undefined

/** What a format of one file writes. */
export async function bytesOf(format: FileFormat, stored: StoredRun, update?: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of format.write(sourceOf(stored, update, silent))) {
    pieces.push(Buffer.from(piece as Uint8Array))
  }
  return Buffer.concat(pieces)
}

/** What a format of a folder writes, by the names of its files. */
export async function filesOf(
  format: FolderFormat,
  stored: StoredRun,
  update?: number,
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for await (const { name, pieces } of format.write(sourceOf(stored, update, silent))) {
    const bytes: Buffer[] = []
    for await (const piece of pieces) bytes.push(Buffer.from(piece as Uint8Array))
    files.set(name, Buffer.concat(bytes))
  }
  return files
}
