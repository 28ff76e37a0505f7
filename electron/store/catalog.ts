import { cp, mkdir, realpath, rename, rm, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { showPath, showText } from '../../core/text/foreign'
import { isMissing, namesIn, reasonOf, RUN } from './files'
import { heldBy, holderOf } from './lock'
import type { StoredRun } from './runFolder'
import { openRunFolder } from './runFolder'
import { StoreError } from './storeError'

/*
 * The catalog is what lies in `<data>/runs`: a folder a run, by its id, or a link to where else it lies.
 * Nothing else is remembered, so that folders can be moved, copied and taken away by any means.
 */

/** The person's data folder where none is named: the app's own, by each system's custom. */
export function defaultDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
  home = homedir(),
): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Unroll')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Unroll')
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Unroll')
}

/** The data folder: what an option names, else the environment's `UNROLL_DATA`, else the app's own, `own`. */
export function dataFolder(
  option: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  own = defaultDataFolder(env),
): string {
  return resolve(option || env['UNROLL_DATA'] || own)
}

/** Where the runs of a data folder lie. */
export const runsIn = (data: string) => join(data, 'runs')
const binIn = (data: string) => join(data, 'bin')

/** Runs are ordered by when they were made, also as their folders' names are. */
export function newRunId(now: Date, random: string): string {
  const [day, time] = now
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .split('T')
  return `${day}-${time}-${random.slice(0, 4)}`
}

/**
 * Enters a run that lies elsewhere into the catalog.
 * @throws {StoreError} if the catalog cannot be written.
 */
export async function linkRun(data: string, id: string, folder: string): Promise<void> {
  const link = join(runsIn(data), id)
  try {
    await mkdir(runsIn(data), { recursive: true })
    // A junction is what Windows lets everybody make.
    await symlink(await realpath(folder), link, 'junction')
  } catch (error) {
    throw new StoreError(`cannot enter the run into ${showPath(runsIn(data))}: ${reasonOf(error)}`)
  }
}

/** A folder of the catalog that cannot be opened. */
export interface UnreadableRun {
  readonly id: string
  readonly problem: string
}

/** Every run of the catalog, oldest first; links to what is gone are left out. */
export async function listRuns(data: string): Promise<(StoredRun | UnreadableRun)[]> {
  const names = (await namesIn(runsIn(data))).filter((name) => !name.startsWith('.')).sort()
  const runs: (StoredRun | UnreadableRun)[] = []
  for (const id of names) {
    const folder = await realpath(join(runsIn(data), id)).catch(() => null)
    if (folder === null) continue
    try {
      runs.push(await openRunFolder(folder))
    } catch (error) {
      runs.push({ id, problem: error instanceof Error ? error.message : String(error) })
    }
  }
  return runs
}

/**
 * The folder of a run: one that is named, or that of an id in the catalog, or of its beginning where only one
 * has that.
 * @throws {StoreError} if there is none.
 */
export async function findRun(data: string, named: string): Promise<string> {
  if (!(await isMissing(join(named, RUN)))) return resolve(named)
  const names = (await namesIn(runsIn(data))).filter((name) => !name.startsWith('.'))
  const found = names.includes(named) ? [named] : names.filter((name) => named && name.startsWith(named))
  const [id] = found
  if (id !== undefined && found.length === 1) {
    try {
      return await realpath(join(runsIn(data), id))
    } catch {
      throw new StoreError(`the folder of run ${showText(id)} is gone`)
    }
  }
  throw new StoreError(
    found.length > 1
      ? `${showText(named)} may be ${found.length} runs: ${found.slice(0, 5).join(', ')}; name more of the id`
      : `there is no run ${showPath(named)}: expected a run's folder, or an id in ${showPath(runsIn(data))}`,
  )
}

/**
 * Moves a run into the data folder's bin, and returns where it lies then: whoever moves it back has undone
 * it.
 * @throws {StoreError} if it is being trained, or cannot be moved.
 */
export async function deleteRun(data: string, folder: string): Promise<string> {
  const { run } = await openRunFolder(folder).catch(() => ({ run: null }))
  const holder = await holderOf(folder)
  if (holder) throw heldBy(folder, holder)
  const id = run?.id ?? folder.slice(folder.lastIndexOf(sep) + 1)
  const target = join(binIn(data), id)
  try {
    await mkdir(dirname(target), { recursive: true })
    await rm(target, { recursive: true, force: true })
    await move(folder, target)
    // The link that led to it, if there was one.
    if (join(runsIn(data), id) !== folder) await rm(join(runsIn(data), id), { force: true })
    return target
  } catch (error) {
    throw new StoreError(`cannot move ${showPath(folder)} into ${showPath(binIn(data))}: ${reasonOf(error)}`)
  }
}

/** Also from one file system to another. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await cp(from, to, { recursive: true })
    await rm(from, { recursive: true })
  }
}
