// @ts-check
// A script that npm runs ends with npm, however that ended: killed, or by a signal that its shell did not
// pass on.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const CHECK_MS = 500

/**
 * Ends this process as SIGTERM does once npm is gone, or the shell between. Only for a script that npm runs.
 */
export function endWithNpm() {
  const started = ancestors()
  const end = () => process.kill(process.pid, 'SIGTERM')
  if (isOrphan(started)) return end()
  const timer = setInterval(() => {
    if (ancestors().join() === started.join()) return
    clearInterval(timer)
    end()
  }, CHECK_MS)
  timer.unref()
}

/**
 * Whether npm was gone before this script began: the first process of all has its place, and is not npm, as
 * it may be in a container. Only Linux tells.
 * @param {readonly number[]} above
 */
function isOrphan(above) {
  return above.at(-1) === 1 && process.platform === 'linux' && !readProcess(1, 'cmdline').includes('npm')
}

/**
 * The process above us, and npm's where that is a shell's: some shells make room for the script, others wait
 * for it. Whose child npm is does not matter: it may outlive its terminal.
 */
function ancestors() {
  const parent = process.ppid
  return isShellOfScript(parent) ? [parent, parentOf(parent)] : [parent]
}

/** Whether a process is a shell with our script on its command line. Only Linux tells. @param {number} pid */
function isShellOfScript(pid) {
  const [program = '', ...args] = readProcess(pid, 'cmdline').split('\0')
  const script = basename(process.argv[1] ?? '')
  return /^-?[a-z]*sh$/.test(basename(program)) && args.some((arg) => arg.includes(script))
}

/** @param {number} pid */
function parentOf(pid) {
  // The program's name stands in parentheses before the state and the parent, and may hold anything.
  return Number(readProcess(pid, 'stat').split(') ').at(-1)?.split(' ')[1])
}

/** @param {number} pid @param {'cmdline' | 'stat'} file */
function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
