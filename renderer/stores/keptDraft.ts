import { watch } from 'vue'
import { z } from '../../core/experiment/zod'
import type { Texts } from './draft'

const KEY = 'draft'
const textsSchema = z.record(z.string(), z.string())

/** What a page needs of `Storage`. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>

/**
 * Keeps what stands in the form: a page that is loaded anew finds it again, and so does the next start. Fills
 * `texts` with what is kept and returns whether that was anything. What cannot be read is left alone.
 */
export function keepDraft(texts: Texts, storage: TextStorage): boolean {
  const kept = read(storage)
  if (kept) Object.assign(texts, kept)
  watch(texts, () => storage.setItem(KEY, JSON.stringify(texts)))
  return kept !== null
}

function read(storage: TextStorage): Texts | null {
  try {
    return textsSchema.parse(JSON.parse(storage.getItem(KEY) ?? ''))
  } catch {
    return null
  }
}
