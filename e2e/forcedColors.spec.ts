import type { Locator, Page } from '@playwright/test'
import type { LabApp } from './app'
import { expect, test } from './fixtures'
import { goToStep } from './microscopeKeys'

/*
 * The system chooses the colours, as with Windows' high contrast: shadows, gradients and tints are gone, and
 * nothing may have been said by them alone.
 */

/** Relative luminance of a computed colour, `rgb(r, g, b)`. @see WCAG 2.2 */
function luminance(color: string): number {
  const channels = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((channel) => Number(channel) / 255)
  const [r = 0, g = 0, b = 0] = channels.map((share) =>
    share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast of two computed colours, from 1 to 21. @see WCAG 2.2 */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** The colour that the system has for the canvas. */
async function canvasColor(page: Page): Promise<string> {
  return await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
}

/** Of a drawn canvas, the strongest contrast within a strip at its left edge, where its labels are. */
async function labelContrast(canvas: Locator, page: Page, strip: number): Promise<number> {
  const drawn = await canvas.evaluate((element: HTMLCanvasElement, share) => {
    const width = Math.round((share * element.width) / element.clientWidth)
    // A copy is read: the browser warns of a canvas that is read again and again.
    const copy = Object.assign(document.createElement('canvas'), { width, height: element.height })
    const context = copy.getContext('2d', { willReadFrequently: true })!
    context.drawImage(element, 0, 0)
    const { data } = context.getImageData(0, 0, width, element.height)
    let most = 0
    for (let i = 3; i < data.length; i += 4) if (data[i]! > data[most + 3]!) most = i - 3
    return `rgb(${data[most]}, ${data[most + 1]}, ${data[most + 2]})`
  }, strip)
  return contrast(drawn, await canvasColor(page))
}

/** The element has the focus as by keyboard, and its outline shows it. */
async function expectFocusRing(element: Locator, page: Page, ring = element): Promise<void> {
  await page.keyboard.press('Shift')
  await element.focus()
  const outline = await ring.evaluate((shown) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(shown)
    return { outlineStyle, width: parseFloat(outlineWidth), outlineColor }
  })
  expect(outline.outlineStyle).not.toBe('none')
  expect(outline.width).toBeGreaterThanOrEqual(2)
  expect(contrast(outline.outlineColor, await canvasColor(page))).toBeGreaterThanOrEqual(3)
}

/** What is chosen has another ground than its neighbour, and both can be read on theirs. */
async function expectChosen(chosen: Locator, other: Locator): Promise<void> {
  const look = (element: Locator) =>
    element.evaluate((shown) => {
      const { color, backgroundColor } = getComputedStyle(shown)
      return { color, backgroundColor }
    })
  const [here, there] = [await look(chosen), await look(other)]
  expect(here.backgroundColor).not.toBe(there.backgroundColor)
  expect(contrast(here.color, here.backgroundColor)).toBeGreaterThanOrEqual(4.5)
}

async function forceColors({ page }: LabApp): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active' })
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
}

for (const theme of ['Light', 'Dark']) {
  test(`with forced colours the Lab shows focus, choices and charts: ${theme.toLowerCase()}`, async ({
    app,
  }) => {
    const { page } = app
    await page.getByLabel(theme, { exact: true }).check({ force: true })
    await app.startRun({ Updates: 300 })
    await expect(app.status).toContainText('Done')
    await forceColors(app)

    for (const name of ['Loss', 'Gradient norm']) {
      await expect
        .poll(() => labelContrast(app.figure(name).locator('canvas').first(), page, 50), name)
        .toBeGreaterThanOrEqual(7)
    }
    const hue = await page.locator('.sample .prediction').evaluate((dot) => getComputedStyle(dot).fill)
    expect(contrast(hue, await canvasColor(page))).toBeGreaterThanOrEqual(3)
    await expectChosen(app.button('Lab'), app.button('Runs'))
    await expectChosen(page.getByRole('tab', { selected: true }), page.getByRole('tab').last())
    const face = (name: string) =>
      page.getByLabel(name, { exact: true }).locator('xpath=following-sibling::*')
    await expectChosen(face(theme), face(theme === 'Light' ? 'Dark' : 'Light'))

    for (const control of [
      app.button('Reset'),
      app.button('Lab'),
      app.field('Task'),
      app.field('Hidden size'),
      app.field('Speed'),
      page.getByRole('tab', { selected: true }),
      app.figure('Loss').getByRole('slider').first(),
    ]) {
      await expectFocusRing(control, page)
    }
    await expectFocusRing(app.field(theme), page, face(theme))
  })
}

test('with forced colours the Microscope shows focus, choices, matrices and labels', async ({ app }) => {
  const { page } = app
  await app.startRun({ 'Hidden size': 4, 'Sequence length': 8, Updates: 3 })
  await expect(app.status).toContainText('Done')
  await app.button('Microscope').click()
  await goToStep(app, /Backward, t = 5,/)
  await forceColors(app)

  const matrix = page.locator('.matrices canvas').first()
  await expect.poll(() => labelContrast(matrix, page, 16)).toBeGreaterThanOrEqual(7)
  await expectChosen(app.button('Microscope'), app.button('Lab'))
  await expectFocusRing(app.button('Microscope'), page)
  await expectFocusRing(page.getByRole('gridcell').first(), page)
  const label = page.locator('.network svg text').first()
  const fill = await label.evaluate((text) => getComputedStyle(text).fill)
  expect(contrast(fill, await canvasColor(page))).toBeGreaterThanOrEqual(7)

  // What can be acted on is read on either canvas, and a button is seen to be one.
  for (const theme of ['Light', 'Dark']) {
    await page.getByLabel(theme, { exact: true }).check({ force: true })
    const watch = app.button('Watch')
    const term = page.locator('.explain table').getByRole('button').first()
    for (const acted of [watch, term]) {
      const color = await acted.evaluate((shown) => getComputedStyle(shown).color)
      expect(contrast(color, await canvasColor(page)), `${theme}: ink`).toBeGreaterThanOrEqual(4.5)
    }
    const border = await watch.evaluate((shown) => getComputedStyle(shown).borderTopColor)
    expect(border, theme).not.toMatch(/^rgba/)
    expect(contrast(border, await canvasColor(page)), `${theme}: border`).toBeGreaterThanOrEqual(3)
    await expectFocusRing(watch, page)
  }
})
