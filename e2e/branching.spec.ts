import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'

test('an update is taken back, in the curves and the diagnostics, and is the same again', async ({ app }) => {
  await expect(app.button('Step back')).toHaveAttribute('aria-disabled', 'true')
  await app.fill({ 'Hidden size': 4 })
  // So few that the table lists every one.
  const paused = 8
  for (let update = 1; update <= paused; update++) {
    await app.button('Step').click()
    await expect(app.status).toContainText(`Paused at update ${update}.`)
  }
  const before = await app.tableUpTo(paused, 'Loss')

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

test('a run branches off another one with settings changed, names it, and begins again with its weights', async ({
  app,
}) => {
  await app.startRun({ 'Hidden size': 4, Updates: 30 })
  await expect(app.status).toContainText('all 30 updates')
  const whole = await app.tableUpTo(30, 'Loss')

  // From the update that is named, once there are updates left to make.
  await app.button('Branch or rewind').click()
  await app.page.getByRole('menuitem', { name: /^Branch from here/ }).click()
  await expect(app.field('After update')).toBeFocused()
  await expect(app.field('Hidden size')).toBeDisabled()
  await app.fill({ 'After update': 20, Updates: 20 })
  await expect(app.button('Start branch')).toHaveAttribute('aria-disabled', 'true')
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  await app.fill({ Updates: 25, 'Learning rate': 0.5 })
  await app.button('Start branch').click()
  await expect(app.status).toContainText('all 25 updates')
  const branch = await app.tableUpTo(25, 'Loss')
  expect(branch.map(({ update }) => update)).toEqual([21, 22, 23, 24, 25])
  // The first loss is that of the weights that both have; the next ones are not.
  expect(branch[0]).toEqual(whole[20])
  expect(branch[1]).not.toEqual(whole[21])

  await app.goTo('Runs')
  const details = app.page.getByRole('region', { name: 'Chosen run' })
  await app.page.getByRole('row').filter({ hasText: '25 / 25' }).focus()
  await expect(details).toContainText(/Branched from.*, after update 20/)
  await details.getByTitle('Open this run').click()
  await expect(app.status).toContainText('all 30 updates')
  await expect.poll(() => app.table('Loss')).toEqual(whole)

  // The update under the crosshair can be branched off too, and is given up without a trace.
  const plot = app.page.getByRole('slider', { name: 'Plot of Loss' })
  await app.figure('Loss').getByRole('button', { name: /Table/ }).click()
  await plot.focus()
  await plot.press('Home')
  await plot.press('m')
  await expect(app.page.getByRole('menuitem', { name: /^Branch after update 1 / })).toBeFocused()
  await app.page.keyboard.press('Escape')
  await expect(plot).toBeFocused()
  await plot.click({ button: 'right' })
  await app.page.getByRole('menuitem').first().click()
  await expect(app.field('After update')).toBeFocused()
  await app.fill({ Checkpoint: '30' })
  await expect(app.field('After update')).toHaveValue('30')
  await app.button('Cancel').click()

  await app.button('Branch or rewind').click()
  await app.page.getByRole('menuitem', { name: /^Rewind/ }).click()
  await expect(app.status).toContainText('Paused before the first update.')
  await expect(app.page.getByRole('note')).toContainText(/^Branch of .*, from its beginning\.$/)
  await app.button('Step').click()
  await expect.poll(() => app.table('Loss')).toEqual(whole.slice(0, 1))
})
