import type { LabApp } from './app'
import { expect, test } from './fixtures'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const FIGURES = {
  en: ['Loss', 'Gradient norm', 'Gradient flow', 'Live sample'],
  'zh-CN': ['损失', '梯度范数', '梯度流', '实时样本'],
} as const

async function resize({ electron }: LabApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
}

async function zoom({ electron }: LabApp, factor: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(wanted),
    factor,
  )
}

/** Where the figures and their plots stand, all in the same moment. */
function boxes({ page }: LabApp): Promise<Record<string, Box>> {
  return page.evaluate(() =>
    Object.fromEntries(
      ['.bar', 'figure', 'figure .line-plot', 'figure .heat', '[role=tab]'].flatMap((selector) =>
        Array.from(document.querySelectorAll(selector), (element, i) => [
          `${selector} ${i}`,
          element.getBoundingClientRect().toJSON() as DOMRect,
        ]),
      ),
    ),
  )
}

/** The choices of the form's lists that are wider than their list. */
function cutChoices({ page }: LabApp): Promise<string[]> {
  return page.getByRole('form').evaluate((form) => {
    const context = document.createElement('canvas').getContext('2d')!
    return Array.from(form.querySelectorAll('select')).flatMap((list) => {
      const { fontWeight, fontSize, fontFamily, paddingLeft, paddingRight } = getComputedStyle(list)
      context.font = `${fontWeight} ${fontSize} ${fontFamily}`
      const room = list.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
      const texts = Array.from(list.options, ({ text }) => text.trim())
      return texts.filter((text) => context.measureText(text).width > room)
    })
  })
}

const bottom = ({ y, height }: Box): number => y + height
const right = ({ x, width }: Box): number => x + width

for (const locale of ['en', 'zh-CN'] as const) {
  test(`at 1280 x 800 the first screen has all four figures whole: ${locale}`, async ({ app }) => {
    await resize(app, 1280, 800)
    await app.startRun({ Updates: 300 })
    await expect(app.status).toContainText('Done')
    await app.speak(locale)
    const found: Box[] = []
    for (const name of FIGURES[locale]) {
      const box = (await app.figure(name).boundingBox())!
      expect(Math.ceil(bottom(box)), name).toBeLessThanOrEqual(800)
      expect(right(box), name).toBeLessThanOrEqual(1280)
      found.push(box)
    }
    const [loss, norm, flow, sample] = found as [Box, Box, Box, Box]
    expect(norm).toMatchObject({ y: loss.y, height: loss.height })
    expect(norm.x).toBeGreaterThanOrEqual(right(loss))
    expect(flow.y).toBeGreaterThanOrEqual(bottom(loss))
    expect(sample.x).toBeGreaterThanOrEqual(right(flow))
    expect(await app.page.locator('.bench').evaluate((all) => all.scrollHeight - all.clientHeight)).toBe(0)
    expect(await cutChoices(app)).toEqual([])
    await expect(app.figure(FIGURES[locale][0]).locator('.katex').first()).toBeVisible()
  })
}

test('at 1920 x 1080 the figures use the whole window', async ({ app }) => {
  await resize(app, 1920, 1080)
  await expect
    .poll(async () => bottom((await app.figure('Live sample').boundingBox())!))
    .toBeGreaterThan(1060)
  const [norm, sample] = [
    (await app.figure('Gradient norm').boundingBox())!,
    (await app.figure('Live sample').boundingBox())!,
  ]
  for (const box of [norm, sample]) expect(right(box)).toBeGreaterThan(1890)
  expect(bottom(sample)).toBeLessThanOrEqual(1080)
})

test('nothing moves when data comes: before, during and after a run', async ({ app }) => {
  await resize(app, 1280, 800)
  await app.fill({ Updates: 1000000 })
  const before = await boxes(app)
  expect(Object.keys(before).length).toBeGreaterThan(10)
  await app.button('Start').click()
  await app.waitForUpdate(5)
  expect(await boxes(app)).toEqual(before)
  await expect(app.page.getByText('Solved', { exact: true })).toBeVisible({ timeout: 45_000 })
  expect(await boxes(app)).toEqual(before)
  await app.pause()
  await app.button('Stop').click()
  await expect(app.status).toContainText('Stopped')
  expect(await boxes(app)).toEqual(before)
})

test('tools of every figure stand in one row, also while the plots are zoomed, and legends stay inside', async ({
  app,
}) => {
  await resize(app, 1280, 800)
  await app.startRun({ Task: 'sine', Cell: 'lstm', Clipping: 'step', Updates: 300 })
  await expect(app.status).toContainText('Done')
  for (const locale of ['en', 'zh-CN'] as const) {
    await app.speak(locale)
    const plot = app.figure(FIGURES[locale][0]).getByRole('slider').last()
    await plot.press('+')
    const heads = await app.page.locator('figure .tools').evaluateAll((all) =>
      all.map((tools) => ({
        tops: Array.from(tools.children, (tool) => {
          const { top, height } = tool.getBoundingClientRect()
          return Math.round(top + height / 2)
        }),
        sticksOut:
          tools.getBoundingClientRect().right > tools.closest('figure')!.getBoundingClientRect().right,
        overlaps:
          tools.previousElementSibling!.firstElementChild!.getBoundingClientRect().right >
          tools.getBoundingClientRect().left,
      })),
    )
    expect(heads.length).toBe(4)
    // The trivial guesser's loss of this task has the longest formula.
    const outside = await app.page.locator('figure .legend').evaluateAll((all) =>
      all.flatMap((legend) => {
        const { right } = legend.closest('figure')!.getBoundingClientRect()
        return Array.from(
          legend.querySelectorAll(':scope > *, .level'),
          (each) => each.getBoundingClientRect().right,
        ).filter((edge) => edge > right)
      }),
    )
    expect(outside).toEqual([])
    for (const { tops, ...faults } of heads) {
      expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(2)
      expect(faults).toEqual({ sticksOut: false, overlaps: false })
    }
    await plot.press('0')
  }
})

test('in a small window the figures stand one below the other, none over another', async ({ app }) => {
  await resize(app, 900, 600)
  await app.startRun({ Updates: 300 })
  await expect(app.status).toContainText('Done')
  const found = await app.page
    .locator('figure')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect))
  expect(found.length).toBe(4)
  for (const [i, box] of found.entries()) {
    expect(right(box)).toBeLessThanOrEqual(900)
    if (i > 0) expect(box.y).toBeGreaterThanOrEqual(bottom(found[i - 1]!))
  }
})

test('zoomed to 200 %, the controls stand above the form and in the window, wherever it is scrolled to', async ({
  app,
}) => {
  await resize(app, 1280, 800)
  await zoom(app, 2)
  await expect.poll(() => app.page.evaluate(() => window.innerWidth)).toBe(640)
  const form = app.page.getByRole('form')
  for (const name of ['Start', 'Step', 'Stop', 'Reset']) {
    await expect(app.button(name)).toBeInViewport({ ratio: 1 })
    expect(bottom((await app.button(name).boundingBox())!)).toBeLessThan((await form.boundingBox())!.y)
  }
  await app.page.locator('.lab').evaluate((all) => (all.scrollTop = all.scrollHeight))
  await expect(app.figure('Live sample')).toBeInViewport()
  await expect(app.button('Start')).toBeInViewport({ ratio: 1 })
})

test('zoomed to 200 %, the header leaves room for the page, whatever its status line says', async ({
  app,
}) => {
  await resize(app, 1280, 800)
  await app.startRun({ Updates: 1_000_000 })
  await app.goTo('Runs')
  await app.button('New run').click()
  await app.startRun()
  await app.button('Reset').click()
  await expect(app.button('Undo')).toBeVisible()
  await expect(app.button('1 other run is training')).toBeVisible()
  await zoom(app, 2)
  await expect.poll(() => app.page.evaluate(() => window.innerWidth)).toBe(640)
  expect((await app.page.getByRole('banner').boundingBox())!.height).toBeLessThan(100)
  for (const name of ['Undo', '1 other run is training', 'Keyboard shortcuts'])
    await expect(app.button(name)).toBeInViewport({ ratio: 1 })
})

test('a field shows the largest number whole, without its unit where both do not fit', async ({ app }) => {
  await resize(app, 1280, 800)
  await app.fill({ Updates: 10000000 })
  const field = app.field('Updates')
  expect(await field.evaluate((input) => input.scrollWidth - input.clientWidth)).toBe(0)
  const unit = field.locator('xpath=following-sibling::*').getByText('updates')
  expect((await unit.boundingBox())!.y).toBeGreaterThanOrEqual(bottom((await field.boundingBox())!) - 2)
})

test('the readouts stand in one row, also those of a million updates', async ({ app }) => {
  await resize(app, 1280, 800)
  await app.startRun({ Updates: 1000000 })
  await app.waitForUpdate(2000)
  for (const locale of ['en', 'zh-CN'] as const) {
    await app.speak(locale)
    const tops = await app.page
      .locator('[data-readout]')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
    expect(tops.length).toBe(6)
    expect(new Set(tops).size).toBe(1)
  }
})
