import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { DATA } from '../data/provide'
import type { StoredRun } from '../store/runFolder'
import * as files from '../store/files'
import type { ExportSource, FileFormat } from './exportFormat'
import { writeZip } from './writeZip'

/**
 * The names of a run's files, such as stand in its archive; those of a run that is trained may grow
 * meanwhile.
 */
export async function filesOf({ folder, run, checkpoints }: StoredRun): Promise<string[]> {
  const there = await files.namesIn(folder)
  const own = [files.RUN, files.EXPERIMENT, files.NOTES, files.EVENTS, files.LOG, files.DIAGNOSTICS]
  return [
    ...own.filter((name) => there.includes(name)),
    ...(run.data === null ? [] : [`${DATA}/${run.data}`]),
    ...checkpoints.map((update) => `${files.CHECKPOINTS}/${update}.safetensors`),
  ]
}

async function* zipOf({ stored }: ExportSource): AsyncGenerator<Uint8Array> {
  const names = await filesOf(stored)
  const entries = names.map((name) => ({
    name: `${stored.run.id}/${name}`,
    open: () => createReadStream(join(stored.folder, name)),
  }))
  yield* writeZip(entries, new Date(stored.run.created))
}

export const zip: FileFormat = {
  ...{ makes: 'file', options: [] },
  summary: "the run's whole folder as one file, which unroll import takes back",
  write: zipOf,
}
