import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { Entry, ZipFile } from 'yauzl'
import { fromBuffer } from 'yauzl'

/** The files of an archive in their order, read by yauzl. */
export async function readZip(bytes: Buffer): Promise<{ readonly name: string; readonly bytes: Buffer }[]> {
  const zip = await promisify<Buffer, { lazyEntries: true }, ZipFile>(fromBuffer)(bytes, {
    lazyEntries: true,
  })
  const files: { name: string; bytes: Buffer }[] = []
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(files))
    zip.on('entry', (entry: Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error)
        void buffer(stream).then((read) => {
          files.push({ name: entry.fileName, bytes: read })
          zip.readEntry()
        }, reject)
      })
    })
    zip.readEntry()
  })
}
