import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'

test('by keyboard alone: past the header to the controls and the charts, to every place, and to the list of keys', async ({
  app,
}) => {
  const { page } = app
  const { keyboard } = page
  await keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the controls' })).toBeFocused()
  await keyboard.press('Enter')
  await keyboard.press('Tab')
  await expect(app.button('Start')).toBeFocused()
  await page.getByRole('link', { name: 'Skip to the charts' }).press('Enter')
  await keyboard.press('Tab')
  await expect(app.figure('Loss').getByRole('button', { name: 'Loss', exact: true })).toBeFocused()

  await page.getByRole('main').focus()
  await keyboard.press('3')
  await expect(page.getByRole('main', { name: 'Microscope' })).toBeVisible()
  await keyboard.press('1')
  await expect(page.getByRole('main', { name: 'Lab' })).toBeVisible()

  await keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Run one update')
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include('[role=dialog]').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await keyboard.press('s')
  await keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(app.status).toContainText('Ready')
})

test('a chart has a short name, and the keys that it takes as its description', async ({ app }) => {
  const plot = app.figure('Loss').getByRole('slider', { name: 'Plot of Loss', exact: true })
  await expect(plot).toHaveAccessibleDescription(/^Arrow keys move the crosshair/)
  const flow = app
    .figure('Gradient flow')
    .getByRole('slider', { name: 'Heatmap of Gradient flow', exact: true })
  await expect(flow).toHaveAccessibleDescription(/Enter opens the step in the Microscope/)
})
