import { expect, test } from './fixtures'

test('an update is taken back, in the curves and the diagnostics, and is the same again', async ({ app }) => {
  await expect(app.button('Step back')).toHaveAttribute('aria-disabled', 'true')
  await app.setSpeedStop(4)
  await app.startRun({ 'Hidden size': 4 })
  await app.waitForUpdate(8)
  const paused = await app.pause()
  const before = await app.table('Loss')
  expect(before.at(-1)?.update).toBe(paused)

  await app.button('Step back').click()
  await expect(app.status).toContainText(`Paused at update ${paused - 1}.`)
  await expect.poll(() => app.table('Loss')).toEqual(before.slice(0, -1))
  await expect(app.figure('Gradient flow')).toContainText(`At update ${paused - 1} `)
  await expect(app.figure('Live sample')).toContainText(`the batch at update ${paused - 1}`)
  await app.page.keyboard.press('b')
  await expect(app.status).toContainText(`Paused at update ${paused - 2}.`)

  for (const left of [1, 0]) {
    await app.button('Step').click()
    await expect(app.status).toContainText(`Paused at update ${paused - left}.`)
  }
  await expect.poll(() => app.table('Loss')).toEqual(before)
  await expect(app.figure('Gradient flow')).toContainText(`At update ${paused} `)
})
