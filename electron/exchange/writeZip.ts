import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A file of an archive; its bytes are asked for when it is its turn. */
export interface ZipEntry {
  readonly name: string
  open(): Readable
}

/** An archive of these files, in pieces. Every file gets the same time, so that equal files are equal archives. */
export async function* writeZip(entries: readonly ZipEntry[], mtime: Date): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (error: Error) => output.destroy(error))
  for (const { name, open } of entries) {
    zip.addReadStreamLazy(name, { mtime, mode: 0o100644 }, (give) => give(null, open()))
  }
  zip.end()
  yield* output as AsyncIterable<Uint8Array>
}
