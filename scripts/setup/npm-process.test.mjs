// @ts-check
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from './setup.testing.mjs'

const url = (/** @type {string} */ name) => JSON.stringify(new URL(name, import.meta.url).href)

/** What a launcher starts: it says how it was ended. */
const ENGINE = `
  process.on('SIGTERM', () => { console.log('SIGTERM'); process.exit(143) })
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
  setInterval(() => {}, 1000)
  console.log('up')`
const LAUNCHER = `
  import { runToEnd } from ${url('launch.mjs')}
  import { endWithNpm } from ${url('npm-process.mjs')}
  endWithNpm()
  process.exitCode = await runToEnd(process.execPath, ['-e', ${JSON.stringify(ENGINE)}], { cwd: '.', endsItself: true, listens: true })`
/** Stands for npm: a shell of its own runs the script, and stays while it does. */
const NPM = `
  const { spawn } = require('node:child_process')
  const shell = spawn('sh', ['-c', process.argv[1] + '; exit $?'], { stdio: ['ignore', 'inherit', 'inherit'] })
  shell.on('spawn', () => console.log(shell.pid))
  setInterval(() => {}, 1000)`

/** Starts all four, and waits until the innermost is up. @param {string} folder */
async function start(folder) {
  writeFiles(folder, { 'launcher.mjs': LAUNCHER })
  const script = `'${process.execPath}' '${join(folder, 'launcher.mjs')}'`
  const npm = spawn(process.execPath, ['-e', NPM, script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  npm.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  while (!text.includes('up')) await once(npm.stdout, 'data')
  return { npm, shell: Number.parseInt(text, 10), output: () => text }
}

test.runIf(process.platform === 'linux').each(['npm', 'its shell'])(
  'what a script has started ends with it when %s is killed',
  async (who) => {
    const { npm, shell, output } = await start(temporaryFolder())
    process.kill(who === 'npm' ? Number(npm.pid) : shell, 'SIGKILL')
    // The pipe closes when the last process that holds it is gone: the engine.
    if (who === 'npm') await once(npm.stdout, 'close')
    else while (!output().includes('SIGTERM')) await once(npm.stdout, 'data')
    expect(output()).toContain('SIGTERM')
    npm.kill('SIGKILL')
  },
)
