import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { lstat, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { reason } from '../../core/contract/reasons'
import { showPath, showText } from '../../core/text/foreign'
import { fileReason, syncFolder } from '../store/files'
import { StoreError } from '../store/storeError'
import { ExchangeError } from './exchangeError'
import type { OutputFile, Pieces } from './exportFormat'

/*
 * Files and folders that others read: each is written beside its place and renamed, so that nobody ever finds
 * a half, whatever fails on the way.
 */

export interface OutputOptions {
  /** Whether what is there already is replaced. */
  readonly force: boolean
}

/** What stands at a place. */
type Standing = 'nothing' | 'file' | 'folder' | 'device'

/**
 * Writes one file; what stands at its place is refused, or with `force` replaced. A pipe or a device is written
 * as it is.
 * @throws {StoreError} naming the path, and why it cannot be written.
 */
export async function writeOutputFile(path: string, pieces: Pieces, { force }: OutputOptions): Promise<void> {
  const place = await placeOf(path)
  const standing = await standingAt(place)
  if (standing === 'folder') throw new ExchangeError(reason('isFolderNotFile', { path: showPath(path) }))
  if (standing === 'file' && !force) throw thereAlready(path)
  await naming(path, async () => {
    if (standing === 'device') return writePieces(place, pieces, 'w')
    const temporary = besides(place)
    try {
      await writePieces(temporary, pieces, 'wx')
      await rename(temporary, place)
      await syncFolder(dirname(place))
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined)
    }
  })
}

/**
 * Writes a folder of files; what stands at its place is refused, or with `force` replaced, if it is a folder
 * with no other files than those.
 * @throws {StoreError} naming the path, and why it cannot be written.
 */
export async function writeOutputFolder(
  path: string,
  files: Iterable<OutputFile> | AsyncIterable<OutputFile>,
  { force }: OutputOptions,
): Promise<void> {
  const place = await placeOf(path)
  const standing = await standingAt(place)
  if (standing === 'file' || standing === 'device') {
    throw new ExchangeError(reason('isFileNotFolder', { path: showPath(path) }))
  }
  if (standing === 'folder' && !force) throw thereAlready(path)
  await naming(path, async () => {
    const temporary = besides(place)
    const old = besides(place)
    try {
      await mkdir(temporary)
      const names: string[] = []
      for await (const { name, pieces } of files) {
        names.push(name)
        await writePieces(join(temporary, name), pieces, 'wx')
      }
      await syncFolder(temporary)
      if (standing === 'folder') {
        await requireNoOther(path, place, names)
        await rename(place, old)
      }
      await rename(temporary, place).catch(async (error: unknown) => {
        if (standing === 'folder') await rename(old, place)
        throw error
      })
      await syncFolder(dirname(place))
    } finally {
      await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
      await rm(old, { recursive: true, force: true }).catch(() => undefined)
    }
  })
}

function thereAlready(path: string): StoreError {
  return new ExchangeError(reason('thereAlready', { path: showPath(path) }))
}

/** Where a path leads, past links. */
async function placeOf(path: string): Promise<string> {
  const place = resolve(path)
  return realpath(place).catch(() => place)
}

async function standingAt(place: string): Promise<Standing> {
  const found = await lstat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new ExchangeError(reason('cannotWrite', { path: showPath(place), why: fileReason(error) }))
  })
  if (found?.isDirectory()) return 'folder'
  if (found?.isFile() || found?.isSymbolicLink()) return 'file'
  if (found) return 'device'
  const parent = dirname(place)
  const above = await stat(parent).catch(() => null)
  if (!above) {
    throw new ExchangeError(reason('noParentFolder', { path: showPath(place), folder: showPath(parent) }))
  }
  return 'nothing'
}

/** A name of its own beside a place. */
const besides = (place: string) => join(dirname(place), `.${basename(place)}.${randomUUID().slice(0, 8)}.new`)

async function requireNoOther(path: string, place: string, names: readonly string[]): Promise<void> {
  const others = (await readdir(place)).filter((name) => !names.includes(name))
  if (others.length === 0) return
  const shown = others.slice(0, 3).map((name) => showText(name))
  throw new ExchangeError(reason('otherFilesIn', { path: showPath(path), names: shown.join(', ') }))
}

async function writePieces(path: string, pieces: Pieces, flags: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flags)
  try {
    for await (const piece of pieces) await writeAll(file, piece)
    // Devices and pipes have nothing to wait for.
    if (flags === 'wx') await file.sync()
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, piece: string | Uint8Array): Promise<void> {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
  // A disk that is almost full takes a part without a word.
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten
  }
}

async function naming(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const isOfSystem = typeof (error as NodeJS.ErrnoException).code === 'string'
    if (error instanceof StoreError || !isOfSystem) throw error
    throw new ExchangeError(reason('cannotWrite', { path: showPath(path), why: fileReason(error) }))
  }
}
