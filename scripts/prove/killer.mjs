// @ts-check
// A run that is killed without a word, and goes on: what it has to be after that.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const EXPERIMENT = '--task adding --cell lstm --hidden-size 16 --seq-len 12 --updates 3000 --json'.split(' ')
/** The longest that a run goes on before it is killed, from when its folder is there. */
const MOST_MS = 1800

/**
 * What came of one kill.
 * @typedef {object} Kill
 * @property {number} printed Updates that were printed before it.
 * @property {number} kept Those that the folder held after it.
 * @property {number} lostMs How long before the kill the first of the others was printed.
 * @property {number} from The update that the run went on from.
 * @property {string[]} problems What was not as it has to be.
 */

/**
 * @param {string} cli the built command line
 * @param {string} folder where runs may be kept
 */
export function createKiller(cli, folder) {
  const out = join(folder, 'run')
  const data = join(folder, 'data')
  /** @param {readonly string[]} args */
  function unroll(...args) {
    const options = { encoding: /** @type {const} */ ('utf8'), maxBuffer: 1e9 }
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], options)
    return { status, lines: stdout.split('\n').filter((line) => line !== ''), stderr }
  }
  const whole = updatesIn(unroll('train', ...EXPERIMENT).lines)

  /** Trains until the process is killed; when each update was printed, and when it ended. */
  async function trainAndKill() {
    const args = [cli, 'train', ...EXPERIMENT, '--out', out, '--data-dir', data]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = once(child, 'exit')
    /** @type {number[]} */
    const times = []
    createInterface({ input: child.stdout }).on('line', () => times.push(performance.now()))
    while (!existsSync(out)) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, Math.random() * MOST_MS))
    const killed = performance.now()
    child.kill('SIGKILL')
    await exited
    return { times: times.filter((time) => time <= killed), killed }
  }

  return {
    /** @returns {Promise<Kill>} */
    async killOnce() {
      rmSync(out, { recursive: true, force: true })
      const { times, killed } = await trainAndKill()
      /** @type {string[]} */
      const problems = []
      const shown = unroll('runs', 'show', out, '--json')
      if (shown.status !== 0) problems.push(`the folder does not open: ${shown.stderr}`)
      const { updates: kept = 0, status = '' } = shown.status === 0 ? JSON.parse(shown.lines[0] ?? '') : {}
      if (status !== 'interrupted' && kept < whole.length) problems.push(`its status is ${status}`)

      const resumed = unroll('train', '--resume', out, '--json')
      if (resumed.status !== 0) problems.push(`it does not go on: ${resumed.stderr}`)
      const rest = updatesIn(resumed.lines)
      const from = whole.length - rest.length
      if (from > kept) problems.push(`it goes on from update ${from}, of which nothing was kept`)
      const wrong = rest.findIndex((line, i) => line !== whole[from + i])
      if (wrong >= 0) problems.push(`update ${from + wrong} differs`)
      const after = JSON.parse(unroll('runs', 'show', out, '--json').lines[0] ?? '{}')
      if (after.status !== 'done' || after.updates !== whole.length || after.problems.length > 0) {
        problems.push(`afterwards it is ${after.status} with ${after.updates} updates: ${after.problems}`)
      }
      return { printed: times.length, kept, lostMs: killed - (times[kept] ?? killed), from, problems }
    },
  }
}

/** @param {readonly string[]} lines */
const updatesIn = (lines) => lines.filter((line) => line.startsWith('{"type":"update"'))
