import { expect, test } from '../fixtures'
import { goToStep } from '../microscopeKeys'
import { expectFilled } from './filled'
import { save } from './save'

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

/** The Lab and the Microscope, in every size, theme and language. */
test('the Lab and the Microscope as they are now', async ({ app }) => {
  test.slow()
  const { electron, page } = app
  await app.startRun({ Cell: 'lstm', 'Hidden size': 8, 'Sequence length': 12, Updates: 1000 })
  await expect(app.status).toContainText('all 1,000 updates')
  await app.button('Microscope').click()
  await goToStep(app, /Backward, t = 6,/)

  for (const { width, height } of SIZES) {
    await electron.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
    for (const theme of ['light', 'dark'] as const) {
      for (const locale of ['en', 'zh-CN'] as const) {
        await app.speak('en')
        await page.getByLabel(theme === 'light' ? 'Light' : 'Dark', { exact: true }).check({ force: true })
        for (const place of ['Lab', 'Microscope']) {
          await app.button(place).click()
          if (place === 'Lab') await expectFilled(app)
          else await expect(page.getByRole('grid').first()).toBeVisible()
          await app.speak(locale)
          await save(app, `${place.toLowerCase()}-${width}-${theme}-${locale}`)
          await app.speak('en')
        }
      }
    }
  }
})
