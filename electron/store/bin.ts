import { cp, lstat, mkdir, readlink, realpath, rename, rm, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { reason } from '../../core/contract/reasons'
import { showPath } from '../../core/text/foreign'
import { binIn, folderOf, requireId, runsIn } from './catalog'
import { RUN_ID } from './documents'
import { fileReason, isMissing, namesIn, RUN } from './files'
import { ownLock, takeLock } from './lock'
import { readDocuments } from './runDocuments'
import { StoreError } from './storeError'

/** A run that is to be moved into the bin. */
export interface Deletable {
  /** What it is called there. */
  readonly id: string
  /** What is moved: its folder; of a link to what is no run the link alone. */
  readonly folder: string
  /** The link in the catalog that leads to it, if it lies elsewhere. */
  readonly link: string | null
}

/** How what was done is undone, the last first. */
type Undo = () => Promise<unknown>

/**
 * A run of the catalog, to be deleted.
 * @throws {StoreError} if there is none of this id.
 */
export async function deletableOf(data: string, id: string): Promise<Deletable> {
  const folder = await folderOf(data, id)
  const path = join(runsIn(data), id)
  if (!(await lstat(path)).isSymbolicLink()) return { id, folder: path, link: null }
  if (await isMissing(join(folder, RUN))) return { id, folder: path, link: null }
  return { id, folder, link: path }
}

/** A run's folder, to be deleted, with the link to it if the catalog has one. */
export async function deletableIn(data: string, folder: string): Promise<Deletable> {
  const real = await realpath(folder)
  for (const id of await namesIn(runsIn(data))) {
    const found = await realpath(join(runsIn(data), id)).catch(() => null)
    if (found === real && RUN_ID.test(id)) return deletableOf(data, id)
  }
  const named = await readDocuments(folder).then(
    ({ run }) => run.id,
    () => basename(real),
  )
  const id = named.replaceAll(/[^\w-]/g, '-').slice(0, 100)
  return { id, folder: real, link: null }
}

/**
 * Moves runs into the data folder's bin, all or none; returns where they lie then.
 * @throws {StoreError} if one is being trained, or cannot be moved.
 */
export async function moveToBin(data: string, all: readonly Deletable[]): Promise<string[]> {
  return allOrNone(async (undo) => {
    const locked = new Set<string>()
    for (const { folder } of all) {
      if (await isMissing(join(folder, RUN))) continue
      // Whoever wants to train it is held off until it is in the bin.
      const lock = await takeLock(folder)
      locked.add(folder)
      undo(() => lock.release())
    }
    const bins: string[] = []
    for (const { id, folder, link } of all) {
      const target = join(binIn(data), id)
      try {
        await mkdir(binIn(data), { recursive: true })
        await makeRoom(target, undo)
        await move(folder, target)
        undo(() => move(target, folder))
        if (link !== null) {
          const leadsTo = await readlink(link)
          await rm(link)
          undo(() => symlink(leadsTo, link, 'junction'))
        }
      } catch (error) {
        throw new StoreError(
          reason('cannotMove', {
            path: showPath(folder),
            target: showPath(binIn(data)),
            why: fileReason(error),
          }),
        )
      }
      bins.push(target)
    }
    for (const [i, { folder }] of all.entries()) {
      if (locked.has(folder))
        await ownLock(bins[i]!)
          .release()
          .catch(() => undefined)
    }
    return bins
  })
}

/**
 * Brings runs back from the bin into the catalog, all or none; returns where they lie then.
 * @throws {StoreError} if one is not there, or its place is taken.
 */
export async function restoreFromBin(data: string, ids: readonly string[]): Promise<string[]> {
  for (const id of ids) {
    requireId(id)
    if (!(await isThere(join(binIn(data), id)))) {
      throw new StoreError(reason('noRunInBin', { id }), 'noSuchRun')
    }
    if (await isThere(join(runsIn(data), id))) {
      throw new StoreError(reason('placeTaken', { id }), 'invalidRequest')
    }
  }
  return allOrNone(async (undo) => {
    const restored: string[] = []
    for (const id of ids) {
      const [from, to] = [join(binIn(data), id), join(runsIn(data), id)]
      try {
        await mkdir(runsIn(data), { recursive: true })
        await move(from, to)
        undo(() => move(to, from))
      } catch (error) {
        throw new StoreError(reason('cannotRestore', { path: showPath(from), why: fileReason(error) }))
      }
      restored.push(to)
    }
    return restored
  })
}

async function allOrNone<T>(act: (undo: (step: Undo) => void) => Promise<T>): Promise<T> {
  const steps: Undo[] = []
  try {
    return await act((step) => steps.unshift(step))
  } catch (error) {
    for (const step of steps) await step().catch(() => undefined)
    throw error
  }
}

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** Another run of the same id that lies in the bin is kept under a further name. */
async function makeRoom(path: string, undo: (step: Undo) => void): Promise<void> {
  if (!(await isThere(path))) return
  let number = 2
  while (await isThere(`${path}.${number}`)) number++
  const other = `${path}.${number}`
  await rename(path, other)
  undo(() => rename(other, path))
}

/** Also from one file system to another. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await cp(from, to, { recursive: true }).catch(async (reason: unknown) => {
      await rm(to, { recursive: true, force: true })
      throw reason
    })
    await rm(from, { recursive: true })
  }
}
