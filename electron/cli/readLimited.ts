import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { showPath, showText } from '../../core/text/foreign'
import { UsageError } from './usageError'

const CHUNK = 1 << 20

/**
 * All bytes of a file, a pipe or a device that ends.
 * @throws {UsageError} if it cannot be read, or is larger than `limit` bytes.
 */
export function readLimited(path: string, limit: number): Uint8Array {
  const chunks: Buffer[] = []
  let size = 0
  try {
    const file = openSync(path, 'r')
    try {
      // Of a pipe or a device the size is 0: it is found out on the way.
      if (fstatSync(file).size > limit) throw tooLarge(path, limit)
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK)
        const read = readSync(file, chunk)
        if (read === 0) break
        chunks.push(chunk.subarray(0, read))
        size += read
        if (size > limit) throw tooLarge(path, limit)
      }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(`cannot read ${showPath(path)}: ${reasonOf(error)}`)
  }
  // A copy: buffers that come from a pool start anywhere, and views on numbers need them aligned.
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const tooLarge = (path: string, limit: number) =>
  new UsageError(`${showPath(path)} is too large: expected at most ${limit} bytes`)

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return REASONS[code] ?? showText(message)
}
