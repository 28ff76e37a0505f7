// @ts-check
// Chosen entries of a zip archive, with their file modes.
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * Unpacks the entries that `rename` maps to a path below `folder`; those it maps to null are left out.
 * yauzl refuses names that would lead out of the folder; `rename` gets what it let through.
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | null} rename
 */
export async function unzip(archive, folder, rename) {
  const yauzl = await import('yauzl')
  const zip = await yauzl.openPromise(archive)
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.endsWith('/') ? null : rename(entry.fileName)
    if (name === null) continue
    const target = join(folder, name)
    await mkdir(dirname(target), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: mode || 0o644 }))
  }
}
