import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { expect } from '../fixtures'
import {
  commandLine,
  executable,
  FLAVOURS,
  launchUnpacked,
  openUnpacked,
  plainEnvironment,
  RELEASE,
} from './unpacked'

const run = promisify(execFile)

const test = base.extend<{ home: string }>({
  home: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'unroll-home-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

/** Runs the command line without a display; answers also where it fails. */
async function unroll(folder: string, home: string, ...args: string[]) {
  const env = { ...plainEnvironment(home), DISPLAY: '' }
  try {
    return { code: 0, ...(await run(commandLine(folder), args, { env, cwd: home })) }
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string }
  }
}

for (const [name, folder] of Object.entries(FLAVOURS)) {
  test(`from the ${name} the app trains, keeps the run, and has it again at its next start`, async ({
    home,
  }) => {
    const started = performance.now()
    const electron = await launchUnpacked(folder, home)
    const app = await openUnpacked(electron)
    const milliseconds = Math.round(performance.now() - started)
    test.info().annotations.push({ type: 'time to window', description: `${milliseconds} ms` })
    process.stdout.write(`${name}: the window can be used after ${milliseconds} ms\n`)
    expect(await electron.evaluate(({ app: { isPackaged } }) => isPackaged)).toBe(true)
    await app.startRun({ 'Hidden size': 4, Updates: 50 })
    await expect(app.status).toContainText('Done')
    await electron.close()

    const again = await launchUnpacked(folder, home)
    const second = await openUnpacked(again)
    await second.goTo('Runs')
    await expect(second.page.getByRole('rowheader')).toHaveCount(1)
    await again.close()
  })
}

test('the command line trains in the engine of the release without a display, to the same bits', async ({
  home,
}) => {
  const args = ['train', '--task', 'adding', '--cell', 'gru', '--updates', '30', '--json', '--out', 'kept']
  const { code, stdout, stderr } = await unroll(RELEASE, home, ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const node = await run(process.execPath, ['out/main/cli.js', ...args.slice(0, -2)])
  const losses = (text: string) => text.match(/"loss":[^,]+/g)
  expect(losses(stdout)).toEqual(losses(node.stdout))

  const more = await unroll(RELEASE, home, 'train', '--resume', 'kept', '--json')
  expect(more.code).toBe(0)
  const wrong = await unroll(RELEASE, home, 'nosuch')
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/^unroll: there is no command/) })
  // Chromium reads none of the arguments, whatever they are called.
  const type = await unroll(RELEASE, home, 'train', '--type=renderer')
  expect(type).toMatchObject({ code: 2, stderr: expect.stringContaining('--type') })
})

test('Ctrl-C ends the command line of the release with 130', async ({ home }) => {
  const env = { ...plainEnvironment(home), DISPLAY: '' }
  const child = execFile(commandLine(RELEASE), ['train', '--updates', '1000000', '--json'], {
    env,
    cwd: home,
  })
  child.stdout?.once('data', () => child.kill('SIGINT'))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  expect(code).toBe(130)
})

test('the release is no Node, takes no options of Node, and starts nothing but its own app', async ({
  home,
}) => {
  const start = async (args: string[], env: Record<string, string>) => {
    const child = run(executable(RELEASE), ['--version', ...args], {
      env: { ...plainEnvironment(home), DISPLAY: '', ...env },
      timeout: 20_000,
    })
    const { stdout, stderr } = await child.catch((error: unknown) => error as Record<string, string>)
    return `${stdout}${stderr}`
  }
  expect(await start([], { ELECTRON_RUN_AS_NODE: '1' })).not.toMatch(/^v\d+\.\d+/)
  expect(await start([], { NODE_OPTIONS: '--inspect=127.0.0.1:0' })).not.toContain('Debugger listening')
  expect(await start(['--inspect=127.0.0.1:0'], {})).not.toContain('Debugger listening')
})
