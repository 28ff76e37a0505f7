import { expect, test } from '../fixtures'
import { saveAll } from './save'

const ended = { timeout: 60_000 }

test('a run behind the one that trains, several seeds, and what is inside their networks, as they are now', async ({
  app,
}) => {
  test.slow()
  const { page } = app
  const train = async (cell: string) => {
    await app.startRun({ Cell: cell, 'Sequence length': 10, 'Hidden size': 8, Updates: 400 })
    await expect(app.status).toContainText('all 400 updates', ended)
  }
  await train('gru')
  await app.button('Reset').click()
  await train('lstm')
  await app.button('Finished run behind the curves').click()
  await page.getByRole('menuitemradio').nth(1).click()
  await saveAll(app, 'lab-behind')

  await app.goTo('Runs')
  await page.getByRole('row').nth(1).focus()
  await app.button('Seeds …').click()
  await app.field('Number of seeds').fill('6')
  await app.button('Train with several seeds').click()
  await expect(page.getByText(/Solved by \d of 6/)).toBeVisible(ended)
  await expect(page.getByText('Training', { exact: true })).toHaveCount(0, ended)
  await saveAll(app, 'runs-seeds')
  const inside = page.getByRole('region', { name: 'Inside the networks' })
  for (const [view, name] of [
    ['Gradient flow', 'flow'],
    ['Gates', 'gates'],
    ['Trajectory', 'trajectory'],
  ] as const) {
    await inside.getByRole('radio', { name: view }).check({ force: true })
    await expect(inside.getByRole('slider')).toHaveCount(6, ended)
    await inside.evaluate((element) => element.scrollIntoView())
    await saveAll(app, `runs-inside-${name}`)
  }
})
