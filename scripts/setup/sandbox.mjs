// @ts-check
// Step: whether Chromium's sandbox can work for this user. It is never switched off for anyone but root.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from './say.mjs'
import { run } from './spawn.mjs'

const SETUID_ROOT = 0o4755
/** What `run` returns when there is no such program: then the sandbox itself will tell. */
const COULD_NOT_START = 127

/**
 * @param {string} folder the runtime's
 * @param {() => Promise<boolean>} [mayMakeNamespaces]
 * @param {boolean} [isRoot]
 * @throws {SetupError} with the command that helps, on a system that keeps user namespaces from programs like this one.
 */
export async function ensureSandbox(
  folder,
  mayMakeNamespaces = tryNamespaces,
  isRoot = process.getuid?.() === 0,
) {
  if (process.platform !== 'linux' || isRoot) return
  const helper = join(folder, 'chrome-sandbox')
  if (isSetuidRoot(helper) || (await mayMakeNamespaces())) return
  throw new SetupError(
    'this system does not let programs make user namespaces, which the sandbox of Electron needs.\n' +
      'This command gives the sandbox its helper instead; then start again:\n\n' +
      `  sudo chown root:root '${helper}' && sudo chmod ${SETUID_ROOT.toString(8)} '${helper}'\n`,
  )
}

/** @param {string} helper */
function isSetuidRoot(helper) {
  const found = statSync(helper, { throwIfNoEntry: false })
  return found !== undefined && found.uid === 0 && (found.mode & 0o7777) === SETUID_ROOT
}

/**
 * Ubuntu's AppArmor lets some programs make them and not others, so its setting counts besides the attempt.
 */
async function tryNamespaces() {
  if (readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1') return false
  const { code } = await run('unshare', ['--user', '--map-root-user', 'true'])
  return code === 0 || code === COULD_NOT_START
}

/** @param {string} file */
function readSetting(file) {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}
