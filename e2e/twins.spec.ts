import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'

const complaintsOf = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test('a student finds with twins that the forget bias and not the learning rate made the difference', async ({
  app,
}) => {
  test.slow()
  let clicks = 0
  const click = async (what: Locator, at?: { x: number; y: number }) => {
    clicks++
    await what.click(at ? { position: at } : {})
  }
  const main = app.page.getByRole('main')
  const trainTwin = async (setting: string, value: string) => {
    await click(app.button('Twin …'))
    await app.field('Setting that differs').selectOption(setting)
    await app.field('Value in the twin').fill(value)
    await click(app.button('Train twins'))
  }
  const ended = { timeout: 60_000 }

  await app.fill({
    ...{ Cell: 'lstm', 'Sequence length': 40, 'Hidden size': 12, 'Forget bias': -8, Updates: 900 },
  })
  await click(app.button('Start'))
  await expect(app.status).toContainText('all 900 updates', ended)
  await click(app.button('Runs'))
  // On its row, beside the name, which would open it in the Lab.
  await click(app.page.getByRole('row').nth(1), { x: 420, y: 20 })

  await trainTwin('model.forgetBias', '2')
  await expect(main).toContainText(
    'The initial weights of 5 of 6 parameters are the same; not: rnn.bias_ih_l0',
    ended,
  )
  await expect(main).toContainText(/forgetBias 2 has the task solved since update \d+/, ended)
  await expect(main).toContainText('forgetBias -8 does not have the task solved.')
  const settings = main.getByRole('table').filter({ hasText: 'Forget bias' })
  await expect(settings.locator('tbody tr')).toHaveCount(1)
  expect(await complaintsOf(app.page)).toEqual([])

  await click(app.button('Table'))
  await click(app.page.getByRole('row').filter({ hasNotText: 'forgetBias' }).last(), { x: 420, y: 20 })
  await trainTwin('optimizer.lr', '0.01')
  const results = main.getByRole('table').filter({ hasText: 'Smoothed' })
  await expect(results).not.toContainText('Updates', ended)
  await expect(main).toContainText('lr 0.01 does not have the task solved.')
  await expect(main).toContainText('lr 0.005 does not have the task solved.')
  expect(clicks).toBeLessThan(12)

  await app.button('Compare weights').click()
  await expect(app.figure('Distance of the weights')).toContainText(
    'Update 1 is the first to set the weights apart; before it they are the same, to the last bit.',
    ended,
  )
  await expect(app.button('Compare again')).toBeVisible(ended)
  expect(await complaintsOf(app.page)).toEqual([])
})

test('a sweep is set up in the window, trained in the queue, looked at and compared', async ({ app }) => {
  test.slow()
  await app.fill({ Cell: 'gru', 'Sequence length': 8, 'Hidden size': 8, Updates: 150 })
  await app.goTo('Runs')
  await app.button('Sweep …').click()
  await app.field('Values of Learning rate').fill('0.01, 0')
  await expect(app.page.getByRole('alert')).toContainText('expected a number from 1e-9')
  await app.field('Values of Learning rate').fill('0.001, 0.01')
  await app.button('Add a field').click()
  await app.field('Field 2').selectOption('model.hiddenSize')
  await app.field('Values of Hidden size').fill('4, 8')
  await app.button('Train 4 trials').click()
  const group = app.page.getByRole('row').filter({ hasText: 'Sweep lr, hiddenSize' })
  await expect(group).toContainText('4 of 4 ended', { timeout: 60_000 })
  await expect(app.run('lr 0.01, hiddenSize 8')).toContainText('Done')
  const plots = app.page.getByRole('region', { name: 'Settings and results' })
  await expect(plots.getByRole('img', { name: /^4 runs: Smoothed against/ })).toBeVisible()
  expect(await complaintsOf(app.page)).toEqual([])

  // Brushing the upper half of the first axis chooses the runs that cross it.
  const box = (await plots.getByRole('img', { name: /^Parallel coordinates of 4 runs/ }).boundingBox())!
  await app.page.mouse.move(box.x + 56, box.y + 30)
  await app.page.mouse.down()
  await app.page.mouse.move(box.x + 56, box.y + 100, { steps: 3 })
  await app.page.mouse.up()
  await expect(app.button('Compare 2 selected')).toBeVisible()
  await expect(app.run('lr 0.01, hiddenSize 8').getByRole('checkbox')).toBeChecked()
  await expect(app.run('lr 0.01, hiddenSize 4').getByRole('checkbox')).not.toBeChecked()

  await group.getByRole('checkbox').check()
  await app.button('Compare 4 selected').click()
  await expect(app.figure('Loss')).toBeVisible()
  await expect(app.page.getByRole('main')).toContainText('Lowest smoothed loss: lr 0.01, hiddenSize')
  expect(await complaintsOf(app.page)).toEqual([])
})
