import AxeBuilder from '@axe-core/playwright'
import { spawn } from 'node:child_process'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, PROJECT, test } from './fixtures'

const CLI = join(PROJECT, 'out', 'main', 'cli.js')

test('a run is found in the table after Reset, named, opened again, trained to its end, removed and brought back, beside one of the command line', async ({
  app,
  userData,
}) => {
  // It is long, and begins another process besides.
  test.slow()
  await app.goTo('Runs')
  await expect(app.page.getByRole('main')).toContainText(userData)

  await app.goTo('Lab')
  await app.setSpeedStop(5)
  await app.startRun({ Cell: 'lstm', 'Hidden size': 8, Updates: 3000 })
  await app.waitForUpdate(20)
  const paused = (await app.pause()).toLocaleString('en-US')
  await app.button('Reset').click()

  await app.goTo('Runs')
  const unnamed = app.page.getByRole('row').filter({ hasText: 'LSTM' })
  await expect(unnamed).toContainText('Paused')
  await expect(unnamed).toContainText(`${paused} / 3,000`)
  await app.renameRun(unnamed, 'first try')
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])

  await app.run('first try').press('Enter')
  await expect(app.page.getByRole('main', { name: 'Lab' })).toBeVisible()
  await expect(app.status).toContainText(`Paused at update ${paused}.`)
  await expect(app.field('Hidden size')).toHaveValue('8')
  await app.setSpeedStop(10)
  await app.button('Resume').click()
  await expect(app.status).toContainText('all 3,000 updates completed', { timeout: 45_000 })
  await expect.poll(async () => (await app.table('Loss'))[0]?.update).toBe(1)

  await app.page.reload()
  await app.goTo('Runs')
  await expect(app.run('first try')).toContainText('Done')
  await expect(app.run('first try')).toContainText('3,000 / 3,000')
  await app.button('Remove: first try').click()
  await expect(app.run('first try')).toHaveCount(0)
  await app.button('Undo').click()
  await expect(app.run('first try')).toContainText('Done')

  const options = ['--cell', 'gru', '--updates', '1000000', '--json']
  const place = ['--out', join(userData, 'elsewhere'), '--data-dir', userData]
  const elsewhere = spawn(process.execPath, [CLI, 'train', ...options, ...place], { stdio: 'ignore' })
  const watched = app.page.getByRole('row').filter({ hasText: 'GRU' })
  try {
    await expect(watched).toContainText('Training elsewhere', { timeout: 45_000 })
    await expect(watched).toContainText(/[1-9][\d,]* \/ 1,000,000/)
    await watched.press('Enter')
    await expect(app.status).toContainText(`Process ${elsewhere.pid} on ${hostname()} trains this run`)
    await expect(app.button('Pause')).toHaveAttribute('aria-disabled', 'true')
    await app.waitForUpdate((await app.updates()) + 1)
    await expect(app.figure('Live sample')).toContainText('first sequence of the batch at update')
    await app.goTo('Runs')
    await watched.focus()
    await app.button('Branch from this run …').click()
    await app.button('Start branch').click()
    await expect(app.page.getByRole('note')).toContainText(/^Branch of /)
    await app.waitForUpdate((await app.updates()) + 1)
    await app.button('Stop').click()
    await app.goTo('Runs')
    await watched.filter({ hasText: 'Training elsewhere' }).press('Enter')
    elsewhere.kill()
    await expect(app.status).toContainText('Stopped at update')
    await app.goTo('Runs')
    await expect(watched).toContainText(['Stopped', 'Stopped'])
  } finally {
    elsewhere.kill()
  }
})

test('another run is started while one trains, which is asked about when the window is to close', async ({
  app,
}) => {
  await app.startRun({ Updates: 1000000, 'Hidden size': 4 })
  await app.waitForUpdate(20)
  await app.goTo('Runs')
  await expect(app.page.getByRole('row').filter({ hasText: '/ 1,000,000' })).toContainText('Training')
  await app.button('New run').click()
  await expect(app.status).toContainText('Ready')
  await app.startRun({ Updates: 30 })
  await expect(app.status).toContainText('all 30 updates')

  const close = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
  await close()
  const dialog = app.page.getByRole('alertdialog', { name: 'One run is training' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  const { violations } = await new AxeBuilder({ page: app.page })
    .setLegacyMode(true)
    .include('[role=alertdialog]')
    .analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await app.page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await app.button('1 other run is training').click()
  await app.page.getByRole('button', { name: /^Pause: / }).click()
  await expect(app.page.getByRole('row').filter({ hasText: '/ 1,000,000' })).toContainText('Paused')
})
