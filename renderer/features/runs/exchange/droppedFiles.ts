import { MOST_IMPORTED_FILES } from '../../../../core/contract/exchange'

/** A folder that was dropped or chosen, with its files and those of the folders in it. */
export interface DroppedFolder {
  readonly name: string
  readonly files: readonly { readonly path: string; readonly file: File }[]
}

/** The folder whose files a person has chosen in a dialog; null where it has none. */
export function chosenFolder(files: readonly File[]): DroppedFolder | null {
  const [name] = files[0]?.webkitRelativePath.split('/') ?? []
  if (name === undefined) return null
  return {
    name,
    files: files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })),
  }
}

/** The folder that an event brings; null where it brings none. Has to be asked while the event is handled. */
export function folderOf(event: DragEvent): Promise<DroppedFolder> | null {
  const entry = event.dataTransfer?.items[0]?.webkitGetAsEntry()
  if (!entry?.isDirectory) return null
  return filesIn(entry as FileSystemDirectoryEntry, '', 1).then((files) => ({ name: entry.name, files }))
}

async function filesIn(
  folder: FileSystemDirectoryEntry,
  prefix: string,
  levels: number,
): Promise<DroppedFolder['files'][number][]> {
  const files: DroppedFolder['files'][number][] = []
  for (const entry of await entriesOf(folder)) {
    if (files.length > MOST_IMPORTED_FILES) break
    const path = `${prefix}${entry.name}`
    if (entry.isFile) files.push({ path, file: await fileOf(entry as FileSystemFileEntry) })
    else if (levels > 0) {
      files.push(...(await filesIn(entry as FileSystemDirectoryEntry, `${path}/`, levels - 1)))
    }
  }
  return files
}

/** A reader gives some of them at a time, and in the end none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0 || all.length > MOST_IMPORTED_FILES) return all
    all.push(...some)
  }
}

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject))
