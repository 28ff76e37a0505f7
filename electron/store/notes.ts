import { join } from 'node:path'
import type { Annotation } from '../../core/contract/kept'
import { reason } from '../../core/contract/reasons'
import { z } from '../../core/experiment/zod'
import { showPath } from '../../core/text/foreign'
import type { Notes } from './documents'
import { checked } from './documents'
import { fileReason, isMissing, jsonText, NOTES, readJsonFile, replaceFile } from './files'
import { noNotes } from './runDocuments'
import { StoreError } from './storeError'

/** What changes in the notes of a run; what is left out stays. */
export type NoteChanges = {
  readonly [K in keyof Omit<Annotation, 'tags'>]?: Annotation[K] | undefined
} & { readonly addTags: readonly string[]; readonly removeTags: readonly string[] }

/** Notes of any version have a name and tags; what else stands in them is kept as it is. */
const anyNotesSchema = z.looseObject({ name: z.string(), tags: z.array(z.string()) })

/** What becomes of notes by these changes. */
export function annotated(
  { tags }: Pick<Notes, 'tags'>,
  { color, note, isArchived, addTags, removeTags }: NoteChanges,
): Partial<Notes> {
  return {
    ...(color === undefined ? {} : { color }),
    ...(note === undefined ? {} : { text: note }),
    ...(isArchived === undefined ? {} : { isArchived }),
    tags: [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag)),
  }
}

/**
 * Writes into a run's notes, whatever else stands in them; also while it is being trained.
 * @throws {StoreError} naming the file, if that cannot be done without losing what stands there.
 */
export async function changeNotes(
  folder: string,
  change: (notes: Pick<Notes, 'name' | 'tags'>) => Partial<Notes>,
): Promise<void> {
  const path = join(folder, NOTES)
  const isNew = await isMissing(path)
  const notes = isNew ? noNotes : checked({ path }, anyNotesSchema, await readJsonFile(path))
  try {
    await replaceFile(path, jsonText({ ...notes, ...change(notes) }))
  } catch (error) {
    throw new StoreError(reason('cannotWrite', { path: showPath(path), why: fileReason(error) }))
  }
}
