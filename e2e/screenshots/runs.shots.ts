import type { LabApp } from '../app'
import { expect, test } from '../fixtures'
import { saveAll } from './save'

const ended = { timeout: 60_000 }

/** A sweep over two fields. */
async function trainSweep(app: LabApp): Promise<void> {
  await app.fill({ Cell: 'gru', 'Sequence length': 10, 'Hidden size': 8, Updates: 400 })
  await app.goTo('Runs')
  await app.button('Sweep …').click()
  await app.field('Values of Learning rate').fill('0.001, 0.003, 0.01, 0.03')
  await app.button('Add a field').click()
  await app.field('Field 2').selectOption('model.hiddenSize')
  await app.field('Values of Hidden size').fill('4, 8, 16')
  await app.button('Train 12 trials').click()
  const group = app.page.getByRole('row').filter({ hasText: 'Sweep lr' })
  await expect(group).toContainText('12 of 12 ended', ended)
}

/** Twins of a run that is trained in the Lab: with the forget bias it learns, without it does not. */
async function trainTwins(app: LabApp): Promise<void> {
  await app.goTo('Lab')
  await app.startRun({
    ...{ Cell: 'lstm', 'Sequence length': 20, 'Hidden size': 12, 'Forget bias': -6, Updates: 600 },
  })
  await expect(app.status).toContainText('all 600 updates', ended)
  await app.goTo('Runs')
  await app.page.getByRole('row').nth(1).focus()
  await app.button('Twin …').click()
  await app.field('Setting that differs').selectOption('model.forgetBias')
  await app.field('Value in the twin').fill('2')
  await app.button('Train twins').click()
  await app.button('Table').click()
  const group = app.page.getByRole('row').filter({ hasText: '2 of 2 ended' })
  await expect(group).toBeVisible(ended)
}

test('the runs, their differences, an overlay, twins and a sweep as they are now', async ({ app }) => {
  test.slow()
  const { page } = app
  await trainSweep(app)
  const plots = page.getByRole('region', { name: 'Settings and results' })
  await expect(plots.getByRole('img').first()).toBeVisible()
  await saveAll(app, 'runs-sweep')

  await app.button('Plot settings against results').click()
  const sweep = page.getByRole('row').filter({ hasText: 'Sweep lr' })
  await sweep.getByRole('checkbox').check()
  await app.button('Compare 12 selected').click()
  await expect(app.figure('Loss').locator('canvas')).toBeVisible()
  await saveAll(app, 'runs-overlay')
  await page.getByRole('heading', { name: 'Differences in results' }).scrollIntoViewIfNeeded()
  await saveAll(app, 'runs-differences')

  await app.button('Table').click()
  await sweep.getByRole('checkbox').uncheck()
  await trainTwins(app)
  await saveAll(app, 'runs-table')
  const twins = page.getByRole('row').filter({ hasText: '2 of 2 ended' })
  await twins.getByRole('checkbox').check()
  await app.button('Compare 2 selected').click()
  await app.button('Compare weights').click()
  await expect(app.button('Compare again')).toBeVisible(ended)
  await saveAll(app, 'runs-twins')
})
