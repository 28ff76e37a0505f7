import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { showPath } from '../../core/text/foreign'
import { fileReason } from '../store/files'
import { readLessonFolder, type FileProblem, type LessonFiles } from './lessonFiles'

/** A lesson that was read, and whether it is the person's own. */
export interface ShelvedLesson extends LessonFiles {
  readonly isOwn: boolean
}

export interface Shelf {
  /** Shipped lessons first, by the names of their files. */
  readonly lessons: readonly ShelvedLesson[]
  readonly problems: readonly FileProblem[]
  /** Why the person's own folder cannot be read; null where it can. */
  readonly folderProblem: Reason | null
}

/** The lessons that there are. */
export interface LessonShelf {
  readonly folder: string
  /** Reads what has changed. */
  read(): Promise<Shelf>
  /** Tells `changed` from now on when a file of the folder is another one. */
  watch(): void
  dispose(): void
}

export interface ShelfOptions {
  /** Of the lessons that come along. */
  readonly shipped: string
  /** Of the person's own. */
  readonly folder: string
  changed(): void
  /** @default 1000 */
  readonly everyMs?: number
}

/**
 * Reads the lessons of two folders. The person's own is made where it never was, and looked at once a second
 * from then on: that also sees changes on network drives, and a folder that vanishes.
 */
export function createLessonShelf({ shipped, folder, changed, everyMs = 1000 }: ShelfOptions): LessonShelf {
  let read: { readonly stamp: string; readonly shelf: Promise<Shelf> } | null = null
  let timer: ReturnType<typeof setInterval> | null = null
  let isMade = false
  let isLooking = false
  let seen = ''

  async function make(): Promise<void> {
    if (isMade) return
    isMade = true
    await mkdir(folder, { recursive: true }).catch(() => undefined)
  }

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    const stamp = await stampOf(folder)
    isLooking = false
    if (stamp === seen) return
    seen = stamp
    changed()
  }

  return {
    folder,
    async read() {
      await make()
      const stamp = await stampOf(folder)
      if (read?.stamp !== stamp) read = { stamp, shelf: readShelf(shipped, folder) }
      seen = stamp
      return read.shelf
    },
    watch() {
      timer ??= setInterval(() => void look(), everyMs)
      timer.unref()
    },
    dispose() {
      if (timer) clearInterval(timer)
    },
  }
}

async function readShelf(shipped: string, folder: string): Promise<Shelf> {
  const own = await readLessonFolder(folder).then(
    (found) => ({ ...found, folderProblem: null }),
    async () => ({ lessons: [], problems: [], folderProblem: await whyUnread(folder) }),
  )
  const along = await readLessonFolder(shipped)
  const lessons: ShelvedLesson[] = along.lessons.map((each) => ({ ...each, isOwn: false }))
  const problems: FileProblem[] = [...along.problems, ...own.problems]
  for (const each of own.lessons) {
    const same = lessons.find(({ lesson }) => lesson.id === each.lesson.id)
    if (same) {
      const text = `the id ${each.lesson.id} is that of ${showPath(same.files[0]!)}: expected another one`
      problems.push({ file: each.files[0]!, line: 1, text })
    } else lessons.push({ ...each, isOwn: true })
  }
  return { lessons, problems, folderProblem: own.folderProblem }
}

async function whyUnread(folder: string): Promise<Reason> {
  const path = showPath(folder)
  return stat(folder).then(
    (found) =>
      found.isDirectory()
        ? reason('cannotRead', { path, why: reason('permissionDenied') })
        : reason('cannotRead', { path, why: reason('isNoFolder') }),
    (error: unknown) =>
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? reason('lessonsGone', { path })
        : reason('cannotRead', { path, why: fileReason(error) }),
  )
}

/** Different whenever a lesson's file is: names, sizes and times. */
async function stampOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => null)
  if (names === null) return 'none'
  const files = names.filter((name) => name.endsWith('.lesson.md')).sort()
  const stamps = await Promise.all(
    files.map((name) =>
      stat(join(folder, name)).then(
        ({ size, mtimeMs }) => `${name}/${size}/${mtimeMs}`,
        () => name,
      ),
    ),
  )
  return `all ${stamps.join()}`
}
