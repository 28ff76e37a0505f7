import { FormatError } from '../../core/formats/formatError'
import { readJson } from '../../core/formats/json'
import { showPath } from '../../core/text/foreign'
import { readLimited } from './readLimited'
import { UsageError } from './usageError'

/** A document in JSON is a page or two, a benchmark's report a few more; this is for what is neither. */
const MAX_BYTES = 1_000_000

/**
 * What stands in a JSON file.
 * @throws {UsageError} if it cannot be read, is too large or no JSON.
 */
export function readJsonFile(file: string): unknown {
  const bytes = readLimited(file, MAX_BYTES)
  try {
    return readJson(bytes)
  } catch (error) {
    throw error instanceof FormatError ? new UsageError(`${showPath(file)}: ${error.message}`) : error
  }
}
