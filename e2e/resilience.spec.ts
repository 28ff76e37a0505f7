import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabApp } from './app'
import { ELECTRON, expect, launch, openLab, PROJECT, runApp, test } from './fixtures'

/** What stands in the window. */
const textOfWindow = ({ BrowserWindow }: typeof Electron.CrossProcessExports): Promise<string> =>
  BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript('document.body.innerText')

test('reloading the window during a run shows the run again, complete', async ({ app }) => {
  await app.startRun({ Updates: 1000000, 'Hidden size': 4 })
  await app.waitForUpdate(100)
  await app.page.reload()
  await expect(app.button('Pause')).toBeVisible()
  await app.waitForUpdate(200)
  await app.button('Pause').click()
  await expect(app.status).toContainText('Paused')

  const rows = await app.table('Loss')
  expect(rows[0]?.update).toBe(1)
  await expect(app.field('Hidden size')).toHaveValue('4')
})

test('reloading the window leaves what was typed in the form as it was, before a run and after one', async ({
  app,
}) => {
  await app.fill({ Task: 'echo', Cell: 'lstm', 'Hidden size': 0, Updates: 20 })
  await app.page.reload()
  await expect(app.field('Task')).toHaveValue('echo')
  await expect(app.field('Cell')).toHaveValue('lstm')
  await expect(app.field('Hidden size')).toHaveValue('0')
  await expect(app.button('Start')).toBeDisabled()

  await app.startRun({ 'Hidden size': 4 })
  await expect(app.status).toContainText('Done')
  await app.fill({ Cell: 'rnn', Updates: 30 })
  await app.page.reload()
  await expect(app.status).toContainText('Done')
  await expect(app.field('Cell')).toHaveValue('rnn')
  await expect(app.field('Updates')).toHaveValue('30')
})

test('a worker that dies ends its run truthfully, and another run can be started', async ({ app }) => {
  await app.startRun({ Updates: 1000000 })
  await app.waitForUpdate(20)
  await app.electron.evaluate(async () => {
    const threads = (globalThis as unknown as { unrollThreads: { terminate(): Promise<number> }[] })
      .unrollThreads
    await threads.at(-1)?.terminate()
  })
  await expect(app.status).toContainText('The worker failed')
  await app.button('Reset').click()
  await app.button('Start').click()
  await app.waitForUpdate(20)
})

/** About half a minute of orthogonal matrices. */
const slowToBuild = { Cell: 'gru', 'Hidden size': 1024, Layers: 2, Initialization: 'orthogonal' }

test('a network that takes long to build can be stopped, found again by a reload, and replaced by another', async ({
  app,
}) => {
  await app.startRun(slowToBuild)
  await expect(app.status).toContainText('Building the network')
  await app.button('Stop').click()
  await expect(app.status).toContainText('Ready')

  await app.button('Start').click()
  await expect(app.status).toContainText('Building the network')
  await app.page.reload()
  await expect(app.status).toContainText('Building the network')
  await expect(app.field('Hidden size')).toHaveValue('1024')

  await app.startRun({ 'Hidden size': 4, Layers: 1, Updates: 40 })
  await expect(app.status).toContainText('all 40 updates')
  await expect.poll(() => app.numTrainingThreads()).toBe(0)
})

test('a pause that waits for a slow update says so, and the run can be stopped meanwhile', async ({
  app,
}) => {
  const slow = { Cell: 'rnn', 'Hidden size': 1024, 'Sequence length': 1000, 'Batch size': 16 }
  await app.startRun({ ...slow, Initialization: 'pytorch' })
  await expect(app.status).toContainText('Training')
  await app.button('Pause').click()
  await expect(app.status).toContainText('Pausing after this update')
  await expect(app.button('Reset')).toBeDisabled()
  await app.button('Stop').click()
  await expect(app.status).toContainText('Stopped')
  await expect(app.button('Start')).toBeEnabled()
})

for (const [when, updates] of [
  ['during a run', 1_000_000],
  ['after one', 20],
] as const) {
  test(`closing the window ${when} ends the app and leaves no process behind`, async ({ userData }) => {
    const electron = await launch(userData)
    const app = await openLab(electron)
    await app.startRun({ Updates: updates })
    await app.waitForUpdate(20)
    const child = electron.process()
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
    await app.page.close()
    expect(await exited).toBe(0)
  })
}

test('the window’s settings and the experiment in the form survive a restart', async ({ userData }) => {
  const first = await launch(userData)
  const app = await openLab(first)
  await app.speak('zh-CN')
  await expect(app.button('开始')).toBeVisible()
  await app.speak('en')
  await app.fill({ Task: 'echo', Cell: 'lstm', 'Hidden size': 0, Updates: 20 })
  await app.speak('zh-CN')
  await first.close()

  const second = await launch(userData)
  const page = await second.firstWindow()
  await expect(page.getByRole('button', { name: '开始', exact: true })).toBeVisible()
  const again = new LabApp(second, page)
  await again.speak('en')
  await expect(again.field('Task')).toHaveValue('echo')
  await expect(again.field('Cell')).toHaveValue('lstm')
  await expect(again.field('Hidden size')).toHaveValue('0')
  await expect(again.button('Start')).toBeDisabled()
  await second.close()
})

test('a setting that cannot be stored holds all the same and is told of, from the menu too', async ({
  app,
  userData,
}) => {
  // Where the file is to be written there is a folder.
  await mkdir(join(userData, 'settings.json.new'), { recursive: true })
  const thrown = await app.electron.evaluate(({ Menu }) => {
    const items = (menu: Electron.Menu): Electron.MenuItem[] =>
      menu.items.flatMap((item) => [item, ...(item.submenu ? items(item.submenu) : [])])
    try {
      items(Menu.getApplicationMenu()!)
        .find(({ label }) => label === '简体中文')!
        .click()
      return null
    } catch (error) {
      return String(error)
    }
  })
  expect(thrown).toBeNull()
  await expect(app.button('开始')).toBeVisible()
  await expect(app.page.getByRole('alert')).toContainText('它是文件夹')
  await app.button('知道了').click()
  await expect(app.page.getByRole('alert')).toBeHidden()
})

test('the app that is started while another instance quits opens its window', async ({ userData }) => {
  const first = await launch(userData)
  const { page } = await openLab(first)
  await first.evaluate(({ app }) => {
    let isOver = false
    app.on('will-quit', (event) => {
      if (!isOver) event.preventDefault()
    })
    app.once('will-quit', () =>
      setTimeout(() => {
        isOver = true
        app.quit()
      }, 3000),
    )
  })
  const quitting = first.process()
  await page.close()
  const second = await launch(userData)
  await openLab(second)
  expect(quitting.exitCode).toBe(0)
  await second.close()
})

test('the app ends when the one who started it is killed', async ({ userData }) => {
  const launcher = `
    import { runToEnd } from './scripts/setup/launch.mjs'
    const args = ['.', '--user-data-dir=' + process.argv[1], '--disable-gpu', '--no-sandbox', '--remote-debugging-port=0']
    await runToEnd(process.argv[2], args, { cwd: '.', listens: true })`
  const args = ['--input-type=module', '-e', launcher, userData, ELECTRON]
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (words: string) => (complaints += words))
  while (!complaints.includes('DevTools listening')) await once(child.stderr, 'data')
  child.kill('SIGKILL')
  // The pipe closes when the last process that holds it is gone.
  await once(child.stderr, 'close')
})

test('a folder that takes no files is told of in words, with exit code 1', async ({ userData }) => {
  const file = join(userData, 'file')
  await writeFile(file, '')
  const { code, output } = await runApp(join(file, 'inner'))
  expect(output).toMatch(/^unroll: cannot start: its folder .*inner takes no files \(ENOTDIR/m)
  expect(output).toContain('--user-data-dir=FOLDER')
  expect(code).toBe(1)
})

test('a page that crashes twice, or lacks a script, gives place to one that says so and loads it again', async ({
  app,
  complaints,
}) => {
  await app.startRun({ Updates: 1000000, 'Hidden size': 4 })
  await app.waitForUpdate(20)
  // Playwright does not know a page again whose process crashed: the main process is asked.
  const address = await app.electron.evaluateHandle(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    return (act: 'crash' | 'reload') =>
      new Promise<string>((resolve) => {
        webContents.once('did-finish-load', () => resolve(decodeURIComponent(webContents.getURL())))
        if (act === 'crash') webContents.forcefullyCrashRenderer()
        else void webContents.executeJavaScript("document.querySelector('a').click()")
      })
  })
  const after = (act: 'crash' | 'reload') =>
    app.electron.evaluate((_, [ask, how]) => ask(how), [address, act] as const)
  expect(await after('crash')).toBe('unroll://app/')
  expect(await after('crash')).toContain('The window crashed twice')
  expect(await after('reload')).toBe('unroll://app/')
  await expect.poll(() => app.electron.evaluate(textOfWindow)).toContain('Pause')
  // A script that is not there leaves no blank window either.
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript("void fetch('/assets/gone.js')"),
  )
  await expect.poll(() => app.electron.evaluate(textOfWindow)).toContain('A part of Unroll is missing')
  complaints.length = 0 // those of the page that crashed
})

const CLI = join(PROJECT, 'out', 'main', 'cli.js')

test('a disk that becomes full is told of, the run waits, other processes are held off, and it goes on when there is room', async ({
  userData,
}) => {
  const disk = join(userData, 'disk')
  await mkdir(disk)
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0
  test.skip(!isMounted, 'no disk of its own can be mounted here')
  try {
    const electron = await launch(userData, { switches: [`--data-dir=${disk}`] })
    const app = await openLab(electron)
    await app.setSpeedStop(5)
    await app.startRun({ Updates: 1000000, 'Hidden size': 4 })
    await app.waitForUpdate(20)
    await writeFile(join(disk, 'filler'), new Uint8Array(4_000_000)).catch(() => undefined)
    const notice = app.page.getByRole('alert')
    await expect(notice).toContainText(
      'no space left on the disk; the run waits until that is possible again',
    )
    await expect(app.status).toContainText('Paused at update')
    await app.button('Resume').click()
    await expect(app.status).toContainText('no space left on the disk')
    await app.speak('zh-CN')
    await expect(notice).toContainText('磁盘空间已满；训练暂停，直到可以写入为止')
    await expect(app.status).toContainText('磁盘空间已满')
    await app.speak('en')

    const [runId] = await readdir(join(disk, 'runs'))
    const resume = ['train', '--resume', runId!, '--data-dir', disk]
    const refused = spawnSync(process.execPath, [CLI, ...resume], { encoding: 'utf8' })
    expect(refused.stderr).toContain(`is being trained by process ${electron.process().pid}`)

    await rm(join(disk, 'filler'))
    await expect(notice).toBeHidden()
    await expect(app.status).toContainText('Training.')
    const paused = await app.pause()
    await electron.close()
    const show = spawnSync(process.execPath, [CLI, 'runs', 'show', runId!, '--data-dir', disk, '--json'], {
      encoding: 'utf8',
    })
    expect(JSON.parse(show.stdout)).toMatchObject({ status: 'paused', updates: paused, problems: [] })
  } finally {
    spawnSync('umount', ['-l', disk])
  }
})
