import { expect, test } from './fixtures'

test('the first five minutes of the README hold, step by step', async ({ app }) => {
  const { page, status } = app

  // 1. A GRU learns the adding problem.
  await app.button('Start').click()
  // 200 updates a second, so that a fast machine is not done before all is read.
  await app.setSpeedStop(7)
  await expect(app.button('Learns').or(app.button('Solved'))).toBeVisible({ timeout: 60_000 })
  await expect(app.figure('Loss')).toContainText(/below half the baseline, 0\.0833, since update 1\d\d/)

  // 2. The gradient before and after clipping, and how often it was clipped.
  await expect(app.figure('Gradient norm')).toContainText(/before clipping.*after clipping/s)
  await expect(app.figure('Gradient norm')).toContainText(/\d+ ?% of the updates clipped/)

  // 3. The learning rate is changed while it trains.
  await app.setSpeedStop(0)
  await app.fill({ 'Learning rate': 0.003 })
  await expect(status).toHaveText('Training.')

  // 4. One update at a time.
  await app.button('Pause').click()
  await expect(status).toContainText('Paused')
  const paused = await app.updates()
  await app.button('Step').click()
  await expect.poll(() => app.updates()).toBe(paused + 1)
  await expect(app.figure('Live sample')).toContainText(/Target .*, prediction /)

  // 5. The form keeps what was set; a simple RNN takes longer.
  await app.button('Reset').click()
  await expect(app.field('Learning rate')).toHaveValue('0.003')
  await app.field('Speed').press('End')
  await app.startRun({ 'Learning rate': 0.005, Cell: 'rnn' })
  await expect(app.figure('Loss')).toContainText(/below half the baseline, 0\.0833, since update [4-7]\d\d/, {
    timeout: 60_000,
  })

  // 6. Vanishing from PyTorch's start, healthy in an LSTM; an older column opens.
  await app.button('Reset').click()
  await app.fill({ Initialization: 'pytorch' })
  await app.button('Step').click()
  await expect(app.button('Vanishing')).toBeVisible()
  await expect(page.getByText(/from t = 20 back to t = 1, the lag of the task, \S+e-[56] of/)).toBeVisible()
  await app.button('Resume').click()
  await expect(app.figure('Loss')).toContainText(
    /below half the baseline, 0\.0833, since update 1,[4-6]\d\d/,
    {
      timeout: 60_000,
    },
  )
  await app.button('Reset').click()
  await app.startRun({ Cell: 'lstm', Initialization: 'orthogonal', 'Forget bias': 2 })
  await expect(app.button('Healthy')).toBeVisible()
  await app.waitForUpdate(20)
  const heatmap = app.figure('Gradient flow').getByRole('slider')
  await app.bringToSight(heatmap)
  await heatmap.press('Home')
  await heatmap.press('Enter')

  // 7. The Microscope, in that very update.
  await expect(page.getByRole('main', { name: 'Microscope' })).toBeVisible()
  await expect(page.getByText(/^This is update 1,/)).toBeVisible()
  await page.getByRole('button', { name: 'Lab', exact: true }).click()

  // 8. Divergence within ten updates, with its place.
  await app.button('Reset').click()
  await app.fill({ Cell: 'residual', Optimizer: 'sgd', 'Learning rate': 0.1, Clipping: 'none' })
  await app.button('Start').click()
  await expect(status).toContainText(/Diverged at update ([1-9]|10): .* came from output at t = 20/)
  await expect(app.button('Diverged')).toBeVisible()
})
