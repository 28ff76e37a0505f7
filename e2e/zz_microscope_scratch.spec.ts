import { test } from './fixtures'
import type { LabApp } from './app'

async function resize({ electron }: LabApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
}
test('look', async ({ app }) => {
  const { page } = app
  const shot = (name: string) => page.screenshot({ path: `/tmp/ms/${name}.png` })
  await resize(app, 1280, 800)
  await page.getByLabel('Light', { exact: true }).check({ force: true })
  await app.button('Microscope').click()
  await shot('empty')
  await page.getByRole('button', { name: /Homework part 4/ }).click()
  await shot('hw-start')
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight')
  await page.getByRole('gridcell').nth(12).click()
  await shot('hw-forward')
  await page.keyboard.press('End')
  await page.keyboard.press('PageUp')
  await page.keyboard.press('PageUp')
  await shot('hw-back')
  await app.button('Lab').click()
  await app.startRun({ Task: 'echo', Cell: 'lstm', 'Hidden size': 16, Updates: 100000 })
  await app.waitForUpdate(30)
  await app.button('Microscope').click()
  await page.getByLabel('Source').selectOption('run')
  await page.waitForTimeout(500)
  for (let i = 0; i < 12; i++) await page.keyboard.press('PageDown')
  await shot('run-forward')
  await page.getByRole('grid').first().getByRole('gridcell').nth(2).click()
  await page.keyboard.press('w')
  await shot('run-forward-explain')
  for (let i = 0; i < 45; i++) await page.keyboard.press('PageDown')
  await page.getByRole('grid').first().getByRole('gridcell').nth(2).click()
  await shot('run-back')
  await page.getByLabel('Dark', { exact: true }).check({ force: true })
  await app.speak('zh-CN')
  await shot('run-back-dark-zh')
  await resize(app, 880, 600)
  await page.waitForTimeout(300)
  await shot('run-880')
})
