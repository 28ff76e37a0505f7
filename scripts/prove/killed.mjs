// @ts-check
// What a run has to be whose process was killed without a word.
import { spawnSync } from 'node:child_process'

/**
 * What came of one kill.
 * @typedef {object} Kill
 * @property {number} kept Updates that the folder held after it.
 * @property {number} from The update that the run went on from.
 * @property {string[]} problems What was not as it has to be.
 */

/**
 * The command line, run to its end.
 * @param {string} cli the built one
 */
export function commandLine(cli) {
  /** @param {readonly string[]} args */
  return (...args) => {
    const options = { encoding: /** @type {const} */ ('utf8'), maxBuffer: 1e9 }
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], options)
    return { status, lines: stdout.split('\n').filter((line) => line !== ''), stderr }
  }
}

/**
 * Opens the folder of a killed run, goes on with it to its end, and compares what it makes.
 * @param {ReturnType<typeof commandLine>} unroll
 * @param {string} folder
 * @param {readonly string[]} whole the lines of all updates of a run that nobody killed
 * @returns {Kill}
 */
export function checkKilled(unroll, folder, whole) {
  /** @type {string[]} */
  const problems = []
  const shown = unroll('runs', 'show', folder, '--json')
  if (shown.status !== 0) problems.push(`the folder does not open: ${shown.stderr}`)
  const { updates: kept = 0, status = '' } = shown.status === 0 ? JSON.parse(shown.lines[0] ?? '') : {}
  if (status !== 'interrupted' && kept < whole.length) problems.push(`its status is ${status}`)

  const resumed = unroll('train', '--resume', folder, '--json')
  if (resumed.status !== 0) problems.push(`it does not go on: ${resumed.stderr}`)
  const rest = updatesIn(resumed.lines)
  const from = whole.length - rest.length
  if (from > kept) problems.push(`it goes on from update ${from}, of which nothing was kept`)
  const wrong = rest.findIndex((line, i) => line !== whole[from + i])
  if (wrong >= 0) problems.push(`update ${from + wrong} differs`)
  const after = JSON.parse(unroll('runs', 'show', folder, '--json').lines[0] ?? '{}')
  if (after.status !== 'done' || after.updates !== whole.length || after.problems.length > 0) {
    problems.push(`afterwards it is ${after.status} with ${after.updates} updates: ${after.problems}`)
  }
  return { kept, from, problems }
}

/** @param {readonly string[]} lines */
export const updatesIn = (lines) => lines.filter((line) => line.startsWith('{"type":"update"'))
