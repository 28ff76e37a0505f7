// @ts-check
// Where things lie: the project and this user's cache.
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's top folder. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')

/**
 * Where the user stands, to whom relative paths belong: npm runs its scripts in the project's folder and says
 * where it was called.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [folder] the one that this process was started in
 */
export function userFolder(env = process.env, folder = process.cwd()) {
  const isNpm = env.npm_lifecycle_event !== undefined && resolve(folder) === projectRoot
  return isNpm ? (env.INIT_CWD ?? folder) : folder
}

/**
 * The folder for what may be fetched again, shared by all checkouts of this user.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'unroll')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'unroll')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'unroll', 'Cache')
  return join(home, '.cache', 'unroll')
}
