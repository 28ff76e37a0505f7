import { expect, test } from '../fixtures'

/** Three nets on the adding problem with T = 50, and what becomes of their gradients. */
const presets = {
  vanishing: { verdict: 'Vanishing', fields: { Cell: 'rnn', Initialization: 'pytorch' } },
  exploding: { verdict: 'Exploding', fields: { Cell: 'residual', 'Learning rate': 0.0002 } },
  healthy: { verdict: 'Healthy', fields: { Cell: 'lstm', 'Forget bias': 2 } },
}

for (const [name, { verdict, fields }] of Object.entries(presets)) {
  test(`the gradient flow: ${name}`, async ({ app }) => {
    const { electron, page } = app
    await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
    )
    await page.getByLabel('Light', { exact: true }).check({ force: true })
    await app.fill({ Task: 'adding', 'Sequence length': 50, Updates: 100, ...fields })
    const diagnostics = page.getByRole('region', { name: 'Diagnostics', exact: true })
    await diagnostics.scrollIntoViewIfNeeded()
    // Slow enough that every update is observed.
    await app.setSpeedStop(3)
    await app.button('Start').click()
    await expect(app.button(verdict)).toBeVisible()
    await expect(app.status).toContainText(/Done|Diverged/, { timeout: 45_000 })
    await expect(app.figure('Gradient flow').locator('figcaption')).toContainText(/\d/)
    await page.mouse.move(0, 0)
    await diagnostics.screenshot({ path: `docs/images/gradient-${name}.png` })
  })
}
