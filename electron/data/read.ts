import { createHash } from 'node:crypto'
import { reason } from '../../core/contract/reasons'
import type { ReadingOf } from '../../core/data/reading'
import type { OwnData } from '../../core/data/table'
import { indexText, MOST_CHARACTERS, TooManyCharactersError, type OwnText } from '../../core/data/text'
import { DataError } from './dataError'
import { decodeText } from './decode'
import { readTable } from './readTable'
import { readTask } from './readTask'

/** The SHA-256 of bytes, in hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function readText(bytes: Uint8Array): OwnText {
  const { text, encoding } = decodeText(bytes)
  const indexed = index(text, encoding)
  if (indexed.characters.length < 2) {
    const all = indexed.characters.map((character) => JSON.stringify(character)).join('')
    throw new DataError(all === '' ? reason('onlyMark') : reason('oneCharacter', { text: all }))
  }
  return { ...indexed, ids: shared(indexed.ids) }
}

function index(...given: Parameters<typeof indexText>): OwnText {
  try {
    return indexText(...given)
  } catch (error) {
    if (!(error instanceof TooManyCharactersError)) throw error
    throw new DataError(reason('manyCharacters', { count: error.count, most: MOST_CHARACTERS }))
  }
}

/** The same numbers where all threads of a process can read them, without a copy for each. */
function shared(ids: Uint16Array): Uint16Array {
  const common = new Uint16Array(new SharedArrayBuffer(ids.byteLength))
  common.set(ids)
  return common
}

/** Bytes that were read. */
export interface Read {
  /** Of the bytes. */
  readonly sha256: string
  readonly data: OwnData
  /** The bytes themselves: whoever reads them elsewhere hands them over, and they come back. */
  readonly bytes: Uint8Array
}

/**
 * What the bytes of a person's own data hold, read as it is asked for.
 * @throws {DataError} where they cannot be; the message does not name the file.
 */
export function readBytes(bytes: Uint8Array, reading: ReadingOf): Read {
  return { sha256: sha256Of(bytes), data: dataOf(bytes, reading), bytes }
}

function dataOf(bytes: Uint8Array, reading: ReadingOf): OwnData {
  if (reading.kind === 'series') return readTable(bytes, reading)
  return reading.kind === 'task' ? readTask(bytes) : readText(bytes)
}
