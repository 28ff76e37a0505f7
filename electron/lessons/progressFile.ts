import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { lessonProgressSchema, MOST_PROGRESS_BYTES, MOST_SEAT } from '../../core/contract/lessons'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { z } from '../../core/experiment/zod'
import { readJson } from '../../core/formats/json'
import { showPath, showText } from '../../core/text/foreign'
import { fileReason, readBytes, replaceFile } from '../store/files'
import { StoreError } from '../store/storeError'

/** Of the form that this version reads and writes. */
export const PROGRESS_FORMAT = 1

/** All that a learner has done, as it lies on the disk. */
export const progressSchema = z.strictObject({
  'unroll-progress': z.literal(PROGRESS_FORMAT),
  /** Which place in the classroom: its runs take their seeds from it. */
  seat: z.int().min(0).max(MOST_SEAT),
  lessons: z.record(z.string(), lessonProgressSchema),
})
export type Progress = z.output<typeof progressSchema>

export const noProgress = (): Progress => ({ 'unroll-progress': PROGRESS_FORMAT, seat: 0, lessons: {} })

/** A file of progress that is refused, and why. */
export type ReadProgress =
  { readonly ok: true; readonly progress: Progress } | { readonly ok: false; readonly why: Reason | number }

/** Reads the bytes of a progress file; where its form is another one, `why` is that form's number. */
export function parseProgress(bytes: Uint8Array): ReadProgress {
  let document: unknown
  try {
    document = readJson(bytes)
  } catch (error) {
    return {
      ok: false,
      why: reason('words', { text: showText(error instanceof Error ? error.message : '') }),
    }
  }
  const form = (document as Record<string, unknown> | null)?.['unroll-progress']
  if (typeof form === 'number' && form !== PROGRESS_FORMAT) return { ok: false, why: form }
  const parsed = progressSchema.safeParse(document)
  if (parsed.success) return { ok: true, progress: parsed.data }
  const [issue] = parsed.error.issues
  const text = `${issue!.path.join('.') || 'the file'}: ${issue!.message}`
  return { ok: false, why: reason('words', { text: showText(text, 300) }) }
}

/** Progress as it lies in a file. */
export const writeProgress = (progress: Progress): string => `${JSON.stringify(progress, null, 1)}\n`

/** A learner's progress in memory and on the disk. */
export interface ProgressStore {
  readonly progress: Progress
  /** Why something is not as it should be: the file could not be read, or is not written. */
  readonly problem: Reason | null
  /** Writes what has changed; resolves once it is on the disk, or cannot be. */
  save(): Promise<void>
}

/**
 * Opens a progress file. One that is damaged is kept beside it under another name; one of another version is
 * left alone, and nothing is written then.
 */
export async function openProgress(path: string): Promise<ProgressStore> {
  const { progress, problem: found, isReadOnly } = await readFrom(path)
  let problem = found
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    try {
      await mkdir(dirname(path), { recursive: true })
      await replaceFile(path, writeProgress(progress))
      problem = found
    } catch (error) {
      const why = reason('cannotWrite', { path: showPath(path), why: fileReason(error) })
      problem = reason('progressUnkept', { why })
    }
  }

  return {
    progress,
    get problem() {
      return problem
    },
    save() {
      if (isReadOnly) return Promise.resolve()
      // One after the other, each with all that is known by then.
      writing = writing.then(write)
      return writing
    },
  }
}

async function readFrom(path: string) {
  let bytes: Uint8Array
  try {
    bytes = await readBytes(path, MOST_PROGRESS_BYTES)
  } catch (error) {
    const why = error instanceof StoreError ? error.reason : fileReason(error)
    const isNew = (why.params['why'] as Reason | undefined)?.code === 'noSuchFile'
    return isNew
      ? { progress: noProgress(), problem: null, isReadOnly: false }
      : { progress: noProgress(), problem: reason('progressUnkept', { why }), isReadOnly: true }
  }
  const read = parseProgress(bytes)
  if (read.ok) return { progress: read.progress, problem: null, isReadOnly: false }
  if (typeof read.why === 'number') {
    const problem = reason('progressVersion', {
      ...{ path: showPath(path), form: read.why, expected: PROGRESS_FORMAT },
    })
    return { progress: noProgress(), problem, isReadOnly: true }
  }
  return setAside(path, read.why)
}

/** Keeps a damaged file under a name of its own, so that nothing ever replaces it. */
async function setAside(path: string, why: Reason) {
  const kept = `${path}.unreadable-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  try {
    await rename(path, kept)
  } catch (error) {
    const cause = reason('cannotMove', {
      path: showPath(path),
      target: showPath(kept),
      why: fileReason(error),
    })
    return { progress: noProgress(), problem: reason('progressUnkept', { why: cause }), isReadOnly: true }
  }
  const problem = reason('progressDamaged', { path: showPath(path), why, kept: showPath(kept) })
  return { progress: noProgress(), problem, isReadOnly: false }
}
