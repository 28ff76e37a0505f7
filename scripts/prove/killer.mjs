// @ts-check
// A run of the command line that is killed without a word.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { checkKilled, commandLine, updatesIn } from './killed.mjs'

const EXPERIMENT = '--task adding --cell lstm --hidden-size 16 --seq-len 12 --updates 3000 --json'.split(' ')
/** The longest that a run goes on before it is killed, from when its folder is there. */
const MOST_MS = 1800

/**
 * @param {string} cli the built command line
 * @param {string} folder where runs may be kept
 */
export function createKiller(cli, folder) {
  const out = join(folder, 'run')
  const data = join(folder, 'data')
  const unroll = commandLine(cli)
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
    /** What came of it, and how long before the kill the first update was printed that was not kept. */
    async killOnce() {
      rmSync(out, { recursive: true, force: true })
      const { times, killed } = await trainAndKill()
      const kill = checkKilled(unroll, out, whole)
      return { ...kill, lostMs: killed - (times[kill.kept] ?? killed) }
    },
  }
}
