import { copyFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readJson } from '../../../core/formats/json'
import type { z } from '../../../core/experiment/zod'

/** Far more than most of these documents need. */
const MOST_BYTES = 64 * 1024

/**
 * A small JSON document on disk, of named values. A value that does not fit is lost alone, the others hold.
 * The file as it was is then kept beside it under another name: it may be worth mending.
 */
export interface JsonFile<T> {
  /** The document, or null if there is none of which enough can be read. */
  read(): T | null
  /** Writes all or nothing. @throws {Error} the file system's, if it refuses. */
  write(document: T): void
}

export function createJsonFile<S extends z.ZodObject>(
  file: string,
  schema: S,
  mostBytes = MOST_BYTES,
): JsonFile<z.output<S>> {
  return {
    read() {
      const bytes = readSmallFile(file, mostBytes)
      if (bytes === null) return null
      const json = valueOf(bytes)
      const whole = schema.safeParse(json)
      if (whole.success) return whole.data
      setAside(file)
      const rest = schema.safeParse(fittingValues(json, schema))
      return rest.success ? rest.data : null
    },
    write(document) {
      mkdirSync(dirname(file), { recursive: true })
      const temporary = `${file}.new`
      writeFileSync(temporary, `${JSON.stringify(document, null, 2)}\n`)
      renameSync(temporary, file)
    },
  }
}

/**
 * The bytes of a regular file; null for anything else, such as a device without an end or a pipe without a
 * writer.
 */
function readSmallFile(file: string, mostBytes: number): Uint8Array | null {
  try {
    const found = statSync(file)
    return found.isFile() && found.size <= mostBytes ? readFileSync(file) : null
  } catch {
    return null
  }
}

function valueOf(bytes: Uint8Array): unknown {
  try {
    return readJson(bytes)
  } catch {
    return null
  }
}

/** The values of a document that are known and fit, each judged by itself. */
function fittingValues(json: unknown, schema: z.ZodObject): Record<string, unknown> | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
  const fits = ([name, value]: [string, unknown]) =>
    Object.hasOwn(schema.shape, name) && (schema.shape[name] as z.ZodType).safeParse(value).success
  return Object.fromEntries(Object.entries(json).filter(fits))
}

function setAside(file: string): void {
  try {
    copyFileSync(file, `${file}.unreadable`)
  } catch {
    // The copy is a courtesy.
  }
}
