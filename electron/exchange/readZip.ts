import type { Readable } from 'node:stream'
import type { Entry, ZipFile } from 'yauzl'
import { open } from 'yauzl'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { showPath, showText } from '../../core/text/foreign'
import type { StoreError } from '../store/storeError'
import { ExchangeError } from './exchangeError'

/** A run has some dozen files. */
const MOST_ENTRIES = 10_000
/** What all files together may take when they are unpacked. */
const MOST_BYTES = 4 * 2 ** 30
/** What is packed more tightly than numbers ever are, and is not small, was made to fill a disk. */
const MOST_RATIO = 200
const SMALL_BYTES = 10 * 2 ** 20

/** The part of a mode that says what an entry is, and what it is for a link. */
const KIND_MASK = 0o170000
const LINK = 0o120000

/** A file of an archive. */
export interface ZipMember {
  readonly name: string
  /** Of its content, unpacked: a stream that gives more, or less, fails. */
  readonly bytes: number
  open(): Promise<Readable>
}

export interface OpenZip {
  /** Its files; folders are no entries of their own. */
  readonly entries: readonly ZipMember[]
  close(): void
}

/**
 * Opens an archive and looks at all that it claims to hold, before anything is unpacked.
 * @throws {StoreError} if it is none, is cut, holds names that lead out of it, links, two files of a name, what is
 *   encrypted, or far more than a run does.
 */
export async function openZip(path: string): Promise<OpenZip> {
  const refuse = (why: Reason) => new ExchangeError(reason('inFile', { path: showPath(path), why }))
  const zip = await opened(path).catch((error: Error) => {
    throw refuse(whyUnreadable(error))
  })
  try {
    if (zip.entryCount > MOST_ENTRIES) {
      throw refuse(reason('zipEntries', { count: zip.entryCount, most: MOST_ENTRIES }))
    }
    const entries = await entriesOf(zip).catch((error: Error) => {
      throw refuse(whyUnreadable(error))
    })
    requireHarmless(entries, refuse)
    const filesOnly = entries.filter(({ fileName }) => !fileName.endsWith('/'))
    return {
      entries: filesOnly.map((entry) => ({
        name: entry.fileName,
        bytes: entry.uncompressedSize,
        open: () => streamOf(zip, entry),
      })),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

/** What yauzl says of names, and of what it cannot read. */
const NAMES = [
  ['zipRelative', 'invalid relative path: '],
  ['zipAbsolute', 'absolute path: '],
  ['zipCharacters', 'invalid characters in fileName: '],
] as const

function whyUnreadable({ message }: Error): Reason {
  for (const [code, begin] of NAMES) {
    if (message.startsWith(begin)) return reason(code, { name: showText(message.slice(begin.length), 160) })
  }
  return reason('badZip', { why: reason('words', { text: showText(message, 160) }) })
}

function opened(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true }
    open(path, options, (error, zip) => (error ? reject(error) : resolve(zip)))
  })
}

/** The list of entries; yauzl refuses names that are absolute or have `..` in them. */
function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  return new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

function requireHarmless(entries: readonly Entry[], refuse: (why: Reason) => StoreError): void {
  const names = new Set<string>()
  let total = 0
  for (const entry of entries) {
    const { fileName, compressedSize, uncompressedSize, externalFileAttributes } = entry
    const name = showText(fileName)
    if (((externalFileAttributes >>> 16) & KIND_MASK) === LINK) throw refuse(reason('zipLink', { name }))
    if (names.has(fileName)) throw refuse(reason('zipTwice', { name }))
    if (entry.isEncrypted()) throw refuse(reason('zipEncrypted', { name }))
    names.add(fileName)
    total += uncompressedSize
    if (uncompressedSize > SMALL_BYTES && uncompressedSize > MOST_RATIO * compressedSize) {
      throw refuse(reason('zipPacked', { name, packed: compressedSize, bytes: uncompressedSize }))
    }
  }
  if (total > MOST_BYTES) throw refuse(reason('zipBytes', { bytes: total, most: MOST_BYTES }))
}

function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
  })
}
