import type { LabApp } from '../app'
import { test } from '../fixtures'

async function resize({ electron }: LabApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
}
const OUT = '/tmp/shots'

for (const [width, height, theme, lang] of [[1280, 800, 'Light', 'en'], [880, 600, 'Dark', 'zh-CN'], [1920, 1080, 'Dark', 'zh-CN']] as const)
  test(`all tabs ${width}`, async ({ app }) => {
    const { page } = app
    await resize(app, width, height)
    await page.getByLabel(theme, { exact: true }).check({ force: true })
    await app.startRun({ Task: 'adding', Cell: width === 880 ? 'rnn' : 'lstm', Initialization: width === 880 ? 'pytorch' : 'orthogonal', 'Sequence length': 50, Updates: 1000 })
    await app.waitForUpdate(30)
    await app.speak(lang)
    const names = ['Flow', 'Parameters', 'Jacobian', 'Spectrum', 'Gates', 'Histograms', 'States', 'Trajectory']
    for (const i of width === 1280 ? [3, 4, 6, 7, 0] : [7, 6, 2, 1, 0]) {
      await page.getByRole('tab').nth(i).click()
      await page.getByRole('tabpanel').scrollIntoViewIfNeeded()
      await page.mouse.move(0, 0)
      await page.waitForTimeout(1200)
      await page.screenshot({ path: `${OUT}/${width}-${names[i]}.png` })
    }
  })
