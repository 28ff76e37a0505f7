import type { LabApp } from '../app'
import { expect, test } from '../fixtures'
import { expectFilled } from './filled'

async function resize({ electron }: LabApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
}

async function save({ page }: LabApp, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.screenshot({ path: `docs/images/${name}.png` })
}

/** Until everything in sight is about the last update. */
async function pause(app: LabApp): Promise<void> {
  const update = await app.pause()
  for (const figure of ['Loss', 'Gradient norm', 'Gradient flow']) {
    await expect(app.figure(figure)).toContainText(`Update ${update}`)
  }
  await expectFilled(app)
}

test('the Lab while a GRU learns the adding problem', async ({ app }) => {
  await resize(app, 1280, 800)
  await app.page.getByLabel('Light', { exact: true }).check({ force: true })
  // 200 updates a second.
  await app.setSpeedStop(7)
  await app.startRun({ Updates: 1000 })
  await app.waitForUpdate(200)
  await app.fill({ 'Learning rate': 0.01 })
  await app.waitForUpdate(600)
  await pause(app)
  await save(app, 'lab')
})

test('the Lab in Chinese, dark', async ({ app }) => {
  await resize(app, 1280, 800)
  await app.page.getByLabel('Dark', { exact: true }).check({ force: true })
  await app.setSpeedStop(7)
  await app.startRun({ Task: 'echo', Cell: 'lstm', Updates: 600 })
  await app.waitForUpdate(300)
  await pause(app)
  await app.speak('zh-CN')
  await save(app, 'lab-zh-dark')
})
