/** The version of a run folder's layout. One that is newer is refused, an older one is migrated. */
export const FORMAT = 3

/** The documents of a run that have a layout of their own; an event is a line of `events.jsonl`. */
export type DocumentName = 'run' | 'notes' | 'event'

/** What makes documents of one version those of the next; a document without an entry stays as it is. */
export type Migration = Partial<Record<DocumentName, (document: object) => object>>

/** By the version that a migration begins with: whoever raises `FORMAT` adds one. */
export const migrations: Readonly<Record<number, Migration>> = {
  // No run belonged to a group.
  1: { run: (run) => ({ ...run, format: 2, group: null }) },
  // Nothing was evaluated: the experiment's part gets its defaults, and the diagnostics have none of it.
  2: { run: (run) => ({ ...run, format: 3 }) },
}

/**
 * A document as this version lays it out, from one of a folder with version `format`. The file stays as it
 * is. What is no document, and a version without a migration, are given back: the schema refuses them in
 * words.
 */
export function migrated(
  name: DocumentName,
  document: unknown,
  format: number,
  { table = migrations, to = FORMAT } = {},
): unknown {
  if (typeof document !== 'object' || document === null) return document
  let now = document
  for (let version = format; version < to; version++) {
    const migration = table[version]
    if (!migration) return document
    now = migration[name]?.(now) ?? now
  }
  return now
}
