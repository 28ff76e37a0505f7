import { expect, test } from '../fixtures'
import { stepSlider, press, goToStep } from '../microscopeKeys'

test('the Microscope on the way back through an LSTM', async ({ app }) => {
  const { electron, page } = app
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await page.getByLabel('Light', { exact: true }).check({ force: true })
  await app.startRun({ Task: 'echo', Cell: 'lstm', 'Hidden size': 16, 'Sequence length': 12, Updates: 200 })
  await expect(app.status).toContainText('Done', { timeout: 45_000 })
  await app.button('Microscope').click()
  await expect(stepSlider(app)).toBeVisible()
  await goToStep(app, /Backward, t = 8/)
  await app.button('dweight_hh[f], t>=8').click()
  await page.locator('[data-matrix="contribution.weight_hh.0.1.7"]').getByRole('gridcell').focus()
  await press(app, 'Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight')
  await page.mouse.move(0, 0)
  await page.screenshot({ path: 'docs/images/microscope.png' })
})
