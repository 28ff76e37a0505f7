import { capture } from './capture'
import { expectAccessible } from './accessible'
import type { LabApp } from './app'
import { expect, test } from './fixtures'
import { leastType, watchCanvasType } from './typeHeight'

/** 20 arc minutes from six times the height of a picture of 1080 pixels. */
const LEAST = 37

async function expectReadable({ page }: LabApp): Promise<void> {
  await expect
    .poll(async () => (await leastType(page))[0]?.pixels, { message: 'the least type' })
    .toBeGreaterThanOrEqual(LEAST)
  const least = await leastType(page)
  expect(least.filter(({ pixels }) => pixels < LEAST)).toEqual([])
}

for (const [locale, theme] of [
  ['en', 'Light'],
  ['zh-CN', 'Dark'],
] as const) {
  test(`a room reads every place, by a presenter's keys alone: ${locale}`, async ({ app }, info) => {
    test.slow()
    const { page, electron } = app
    const { keyboard } = page
    await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(1920, 1080),
    )
    await app.startRun({ Cell: 'lstm', 'Hidden size': 8, 'Sequence length': 12, Updates: 300 })
    await expect(app.status).toContainText('all 300 updates', { timeout: 60_000 })
    const loss = (await app.tableUpTo(300, 'Loss')).at(-1)!.value
    await page.getByLabel(theme, { exact: true }).check({ force: true })
    await app.speak(locale)
    await watchCanvasType(page)
    const picture = (name: string) => capture(app, info.outputPath(`${name}-${locale}.png`))

    await keyboard.press('F5')
    await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBeGreaterThan(3)
    await expect(app.status).toHaveCount(1)
    const [left, right] = [page.getByRole('combobox').first(), page.getByRole('combobox').last()]
    await expect(left).toHaveValue('loss')
    await expect(right).toHaveValue('gradNorm')
    await expect(page.getByRole('figure')).toHaveCount(2)
    // The same number as at the desk.
    await expect(page.getByRole('figure').first()).toContainText(loss.toPrecision(3))
    await expectReadable(app)
    await expectAccessible(app)
    await picture('lab')
    for (const figure of ['flow', 'gates', 'jacobian', 'contributions', 'histograms']) {
      await keyboard.press('PageDown')
      await expect(left).toHaveValue(figure)
      await expectReadable(app)
    }
    await keyboard.press('PageDown')
    await keyboard.press('PageUp')
    await expect(left).toHaveValue('histograms')

    await keyboard.press('.')
    await expect(page.getByRole('alert')).toBeVisible()
    await keyboard.press('PageDown')
    await expect(page.getByRole('alert')).toBeHidden()
    await expect(left).toHaveValue('histograms')
    await keyboard.press('b')
    await keyboard.press('Escape')
    await expect(page.getByRole('alert')).toBeHidden()

    await keyboard.press('3')
    const title = page.getByRole('main').locator('p[aria-live]').first()
    await expect(title).toBeVisible()
    const before = await title.textContent()
    await keyboard.press('PageDown')
    await expect(title).not.toHaveText(before!)
    await expectReadable(app)
    await picture('microscope')

    await keyboard.press('2')
    await expect(page.getByRole('grid')).toBeVisible()
    await expectReadable(app)
    await keyboard.press('5')
    await expectReadable(app)
    await keyboard.press('Escape')
    await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBe(1)
    await expect(page.locator('nav.rail')).toBeVisible()
  })
}

test('a lesson goes on by Page Down: to the end of a step, then to the next', async ({ app }) => {
  const { page } = app
  await app.goTo('Lessons')
  await page.getByRole('button', { name: /First run/ }).click()
  await page.keyboard.press('F5')
  const heading = page.getByRole('heading', { level: 1 })
  const first = await heading.textContent()
  const article = page.getByRole('article')
  await page.keyboard.press('PageDown')
  await expect(heading).toHaveText(first!)
  expect(await article.evaluate((element) => element.scrollTop)).toBeGreaterThan(0)
  for (let i = 0; i < 30 && (await heading.textContent()) === first; i++)
    await page.keyboard.press('PageDown')
  await expect(heading).not.toHaveText(first!)
  await page.keyboard.press('PageUp')
  await expect(heading).toHaveText(first!)
})
