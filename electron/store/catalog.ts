import { lstat, mkdir, realpath, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Reason } from '../../core/contract/reasons'
import { reason } from '../../core/contract/reasons'
import { showPath, showText } from '../../core/text/foreign'
import { RUN_ID } from './documents'
import { fileReason, isMissing, namesIn, RUN } from './files'
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
/** Where those lie that were deleted. */
export const binIn = (data: string) => join(data, 'bin')

/** Runs are ordered by when they were made, also as their folders' names are. */
export function newRunId(now: Date, random: string): string {
  const [day, time] = now
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .split('T')
  return `${day}-${time}-${random.slice(0, 4)}`
}

/**
 * Enters a run into the catalog, unless it lies there itself.
 * @throws {StoreError} if the catalog cannot be written.
 */
export async function linkRun(data: string, id: string, folder: string): Promise<void> {
  const link = join(runsIn(data), id)
  try {
    await mkdir(runsIn(data), { recursive: true })
    const real = await realpath(folder)
    if (dirname(real) === (await realpath(runsIn(data))) && isId(basename(real))) return
    // A junction is what Windows lets everybody make.
    await symlink(real, link, 'junction')
  } catch (error) {
    throw new StoreError(reason('cannotEnter', { path: showPath(runsIn(data)), why: fileReason(error) }))
  }
}

/** Whether a name in the catalog or the bin may be an id: with a dot begins what is being made. */
const isId = (name: string): boolean => !name.startsWith('.')
const idsIn = async (folder: string) => (await namesIn(folder)).filter(isId)

/**
 * The one of these ids that is named, or that alone begins so.
 * @throws {StoreError} if many do; `otherwise` if none does.
 */
function idNamed(ids: readonly string[], named: string, otherwise: Reason): string {
  const found = ids.includes(named) ? [named] : ids.filter((id) => named && id.startsWith(named))
  if (found.length > 1) {
    throw new StoreError(
      reason('manyRuns', {
        ...{ id: showText(named), count: found.length },
        ids: found.slice(0, 5).join(', '),
      }),
      'invalidRequest',
    )
  }
  if (found.length === 0) throw new StoreError(otherwise, 'noSuchRun')
  return found[0]!
}

/**
 * The folder of a run: one that is named, or that of an id in the catalog, or of its beginning where only one
 * has that.
 * @throws {StoreError} if there is none.
 */
export async function findRun(data: string, named: string): Promise<string> {
  if (!(await isMissing(join(named, RUN)))) return resolve(named)
  const otherwise = reason('noRunNamed', { id: showPath(named), path: showPath(runsIn(data)) })
  const id = idNamed(await idsIn(runsIn(data)), named, otherwise)
  return folderOf(data, id)
}

/**
 * The folder of the run with this id.
 * @throws {StoreError} if there is none, or no run can have that id.
 */
export async function folderOf(data: string, id: string): Promise<string> {
  requireId(id)
  const path = join(runsIn(data), id)
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  )
  if (!isThere) throw new StoreError(reason('noRun', { id }), 'noSuchRun')
  try {
    return await realpath(path)
  } catch {
    throw new StoreError(reason('runGone', { id }), 'noSuchRun')
  }
}

/**
 * Refuses what no run can be called, before it becomes a path.
 * @throws {StoreError}
 */
export function requireId(id: string): void {
  if (RUN_ID.test(id)) return
  throw new StoreError(reason('badId', { id: showText(id) }), 'invalidRequest')
}

/**
 * The id of a run in the bin, from it or its beginning.
 * @throws {StoreError} if there is none.
 */
export async function findBinned(data: string, named: string): Promise<string> {
  const otherwise = reason('noBinnedNamed', { id: showText(named), path: showPath(binIn(data)) })
  return idNamed(await idsIn(binIn(data)), named, otherwise)
}
