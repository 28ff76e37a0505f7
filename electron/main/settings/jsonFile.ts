import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from '../../../core/experiment/zod'

/**
 * A small JSON document on disk. What cannot be read is kept beside it under another name, never overwritten:
 * the person's file may be worth mending.
 */
export interface JsonFile<T> {
  /** The document, or null if there is none that fits the schema. */
  read(): T | null
  /** Writes all or nothing. @throws {Error} the file system's, if it refuses. */
  write(document: T): void
}

export function createJsonFile<T>(file: string, schema: z.ZodType<T>): JsonFile<T> {
  return {
    read() {
      let text: string
      try {
        text = readFileSync(file, 'utf8')
      } catch {
        return null
      }
      const document = parse(text, schema)
      if (document === null) setAside(file)
      return document
    },
    write(document) {
      mkdirSync(dirname(file), { recursive: true })
      const temporary = `${file}.new`
      writeFileSync(temporary, `${JSON.stringify(document, null, 2)}\n`)
      renameSync(temporary, file)
    },
  }
}

function parse<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function setAside(file: string): void {
  try {
    renameSync(file, `${file}.unreadable`)
  } catch {
    // It stays where it is, then; the next write replaces it.
  }
}
