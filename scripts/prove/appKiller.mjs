// @ts-check
// A run of the app's window whose process is killed without a word.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { checkKilled, commandLine, updatesIn } from './killed.mjs'

/** The longest that a run goes on before it is killed, from when its folder is there. */
const MOST_MS = 1800
const SETTINGS = { Updates: '3000', 'Hidden size': '16' }

/**
 * @param {string} root the built project
 * @param {string} folder where the app may keep what it likes
 * @param {NodeJS.ProcessEnv} env with a display
 */
export function createAppKiller(root, folder, env) {
  const userData = join(folder, 'app')
  const runs = join(userData, 'runs')
  const unroll = commandLine(join(root, 'out', 'main', 'cli.js'))
  const runNames = () => readdirSync(runs).filter((name) => !name.startsWith('.'))
  /** @type {string[] | null} */
  let whole = null

  /** Starts a run in the window, and kills the app; returns the run's folder. */
  async function startAndKill() {
    const electron = await _electron.launch({
      cwd: root,
      executablePath: env['ELECTRON_EXEC_PATH'] ?? '',
      args: ['.', `--user-data-dir=${userData}`, '--disable-gpu', '--lang=en-US'],
      env: /** @type {Record<string, string>} */ (env),
    })
    const page = await electron.firstWindow()
    for (const [name, value] of Object.entries(SETTINGS)) {
      const field = page.getByLabel(name, { exact: true })
      await field.fill(value)
      await field.press('Enter')
    }
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    while (!existsSync(runs) || runNames().length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * MOST_MS))
    const app = electron.process()
    const gone = new Promise((resolve) => app.once('exit', resolve))
    app.kill('SIGKILL')
    await gone
    return join(runs, runNames()[0] ?? '')
  }

  return {
    /** What came of it. A window prints nothing, so it is not known what was lost. */
    async killOnce() {
      rmSync(userData, { recursive: true, force: true })
      const out = await startAndKill()
      whole ??= updatesIn(unroll('train', join(out, 'experiment.json'), '--json').lines)
      return { ...checkKilled(unroll, out, whole), lostMs: 0 }
    },
  }
}
