import { reason } from '../../core/contract/reasons'
import type { OwnTask } from '../../core/data/task'
import { mistakenKind } from '../../core/formats/mistaken'
import { parseTaskFile } from '../../core/taskFile/parse'
import { DataError } from './dataError'
import { decodeText } from './decode'

/** A rule and its sequences, written by a person or a small script; longer ones are tables. */
const MOST_BYTES = 5_000_000

/**
 * The task that a file in JSON describes.
 * @throws {DataError} with the lines and columns at which something is wrong.
 */
export function readTask(bytes: Uint8Array): OwnTask {
  if (bytes.length > MOST_BYTES) {
    throw new DataError(reason('largeTaskFile', { bytes: bytes.length, most: MOST_BYTES }))
  }
  const mistaken = mistakenKind(bytes)
  if (mistaken !== null) throw new DataError(reason('isMistaken', { what: reason(mistaken.name) }))
  const parsed = parseTaskFile(decodeText(bytes, 'utf-8').text)
  if (!parsed.ok) throw new DataError(parsed.why)
  return parsed.task
}
