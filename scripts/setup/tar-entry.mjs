// @ts-check
// One file out of a .tgz, by streaming: npm packages are plain ustar archives.
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const BLOCK = 512

/**
 * Writes the entry `name` of the archive `tarball` to `target`, overwriting it.
 * @param {string} tarball
 * @param {string} name
 * @param {string} target
 * @throws {Error} if there is no such entry or the archive ends inside it.
 */
export async function extractTarEntry(tarball, name, target) {
  const gunzip = createGunzip()
  const feeding = pipeline(createReadStream(tarball), gunzip)
  // An error of the source also reaches the reader below; handled there, it must not count as unhandled here.
  feeding.catch(() => undefined)
  const reader = createReader(gunzip)
  for (;;) {
    const header = await reader.block()
    if (header === null || header.every((byte) => byte === 0))
      throw new Error(`${tarball} has no entry ${name}`)
    const size = parseInt(text(header, 124, 12), 8)
    if (!Number.isSafeInteger(size)) throw new Error(`${tarball} is not a tar archive`)
    if (entryName(header) === name) {
      await pipeline(Readable.from(reader.take(size)), createWriteStream(target))
      gunzip.destroy()
      return
    }
    for await (const chunk of reader.take(Math.ceil(size / BLOCK) * BLOCK)) void chunk
  }
}

/** @param {Buffer} header */
function entryName(header) {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : ''
  return prefix ? `${prefix}/${text(header, 0, 100)}` : text(header, 0, 100)
}

/** @param {Buffer} header @param {number} start @param {number} length */
function text(header, start, length) {
  return header.toString('utf8', start, start + length).replace(/\0.*$/s, '')
}

/**
 * Reads a stream by exact byte counts.
 * @param {AsyncIterable<Buffer>} source
 */
function createReader(source) {
  const chunks = source[Symbol.asyncIterator]()
  /** @type {Buffer} */
  let rest = Buffer.alloc(0)

  /** @param {number} count @returns {AsyncGenerator<Buffer>} */
  async function* take(count) {
    for (let left = count; left > 0;) {
      if (rest.length === 0) {
        const next = await chunks.next()
        if (next.done) throw new Error(`the archive ends ${left} bytes too early`)
        rest = next.value
      }
      const part = rest.subarray(0, left)
      rest = rest.subarray(part.length)
      left -= part.length
      yield part
    }
  }

  /** @returns {Promise<Buffer | null>} the next block, or null at the end */
  async function block() {
    const parts = []
    try {
      for await (const part of take(BLOCK)) parts.push(part)
    } catch (error) {
      if (parts.length === 0 && error instanceof Error && error.message.startsWith('the archive ends'))
        return null
      throw error
    }
    return Buffer.concat(parts)
  }

  return { take, block }
}
