import AxeBuilder from '@axe-core/playwright'
import type { LabApp } from './app'
import { expect, test } from './fixtures'

async function expectAccessible(app: LabApp): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

test('the language switches without a restart, in the middle of a run', async ({ app }) => {
  await app.startRun({ Updates: 1000000 })
  await app.waitForUpdate(20)
  await app.speak('zh-CN')
  await expect(app.button('暂停')).toBeVisible()
  await expect(app.page.getByRole('figure', { name: '损失' })).toBeVisible()
  await app.speak('en')
  await expect(app.button('Pause')).toBeVisible()
})

test('Chinese is drawn with a font that the app brings along', async ({ app }) => {
  await app.speak('zh-CN')
  await expect(app.button('开始')).toBeVisible()
  await expect
    .poll(() =>
      app.page.evaluate(() =>
        Array.from(document.fonts).some(
          (font) => font.family.includes('Noto Sans SC') && font.status === 'loaded',
        ),
      ),
    )
    .toBe(true)
})

for (const theme of ['Light', 'Dark']) {
  test(`the Lab has no serious accessibility finding: ${theme.toLowerCase()}`, async ({ app }) => {
    await app.page.getByLabel(theme, { exact: true }).check({ force: true })
    await expectAccessible(app)
    await app.startRun()
    await app.waitForUpdate(50)
    await app.button('Pause').click()
    await expect(app.status).toContainText('Paused')
    await app.table('Loss')
    await expectAccessible(app)
  })
}

test('every place can be visited by keyboard and says what it is for', async ({ app }) => {
  for (const place of ['Runs', 'Microscope', 'Verify', 'Lessons', 'Lab']) {
    await app.button(place).press('Enter')
    await expect(app.page.getByRole('main', { name: place })).toBeVisible()
    await expectAccessible(app)
  }
})
