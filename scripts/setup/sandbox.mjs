// @ts-check
// Step: whether Chromium's sandbox can work for this user. It is never switched off for anyone but root.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from './say.mjs'

const SETUID_ROOT = 0o4755

/**
 * @param {string} folder the runtime's
 * @param {(file: string) => string | null} [read] reads a kernel setting
 * @throws {SetupError} with the command that helps, on a system that keeps user namespaces from programs like this one.
 */
export function ensureSandbox(folder, read = readSetting) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return
  const isRestricted =
    read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    read('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    read('/proc/sys/user/max_user_namespaces') === '0'
  const helper = join(folder, 'chrome-sandbox')
  if (!isRestricted || isSetuidRoot(helper)) return
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

/** @param {string} file */
function readSetting(file) {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}
