import { expectAccessible } from './accessible'
import type { LabApp } from './app'
import { expect, test } from './fixtures'
import { goToFirstStep, goToStep } from './microscopeKeys'

async function resize({ electron }: LabApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
}

/** Each of the elements begins below the one before, all measured in the same moment. */
async function expectStacked(app: LabApp, ...selectors: string[]): Promise<void> {
  const boxes = await app.page.evaluate(
    (all) => all.map((one) => document.querySelector(one)!.getBoundingClientRect().toJSON() as DOMRect),
    selectors,
  )
  for (const [i, box] of boxes.slice(1).entries()) {
    expect(box.top, `${selectors[i + 1]} below ${selectors[i]}`).toBeGreaterThanOrEqual(
      Math.floor(boxes[i]!.bottom),
    )
  }
}

test('after a zoom to 200 % a curve is the picture that it is when drawn anew', async ({ app }) => {
  await app.startRun({ 'Hidden size': 4, Updates: 2000 })
  await expect(app.status).toContainText('Done')
  const canvas = app.figure('Loss').locator('canvas')
  const picture = () =>
    canvas.evaluate(async (element: HTMLCanvasElement) => {
      for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
      return element.toDataURL()
    })
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(2),
  )
  await expect
    .poll(() => canvas.evaluate((element: HTMLCanvasElement) => element.width / element.clientWidth))
    .toBe(2)
  // The newest updates are drawn a moment after the status says that they are made.
  await expect(app.figure('Loss')).toContainText('Update 2,000')
  let zoomed = ''
  await expect
    .poll(async () => {
      const before = zoomed
      zoomed = await picture()
      return zoomed === before
    })
    .toBe(true)
  const logX = app.figure('Loss').getByRole('button', { name: /^Log x/ })
  await logX.dispatchEvent('click')
  expect(await picture()).not.toBe(zoomed)
  await logX.dispatchEvent('click')
  await expect.poll(picture).toBe(zoomed)
})

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
    await app.startRun({ Updates: 1000000 })
    await app.waitForUpdate(50)
    await app.button('Pause').click()
    await expect(app.status).toContainText('Paused')
    await app.table('Loss')
    await expectAccessible(app)
  })
}

test('every view can be visited by keyboard and says what it is for', async ({ app }) => {
  for (const name of ['Runs', 'Microscope', 'Verify', 'Lessons', 'Lab']) {
    await app.button(name).press('Enter')
    await expect(app.page.getByRole('main', { name })).toBeVisible()
    await expectAccessible(app)
  }
})

test('the Lab stands where it was left when it is shown again', async ({ app }) => {
  await resize(app, 900, 600)
  const bench = app.page.locator('.bench')
  await bench.evaluate((element) => (element.scrollTop = 150))
  // Its event comes with the next frame.
  await app.bringToSight(bench)
  await app.button('Microscope').click()
  await expect(app.page.getByRole('main', { name: 'Microscope' })).toBeVisible()
  await app.button('Lab').click()
  await expect.poll(() => bench.evaluate((element) => element.scrollTop)).toBe(150)
})

test('in a small window nothing of the Microscope stands over something else', async ({ app }) => {
  await resize(app, 880, 573)
  await app.startRun({ Cell: 'lstm', 'Hidden size': 8, 'Sequence length': 8, Updates: 2 })
  await expect(app.status).toContainText('Done')
  await app.button('Microscope').click()
  await goToFirstStep(app)
  await goToStep(app, /Backward, t = 5,/)
  // Before that the foot stands at the window's edge.
  await app.page.locator('.microscope').evaluate((all) => (all.scrollTop = all.scrollHeight))
  await expectStacked(app, '.microscope > .bar', '.network', '.equations', '.matrices', '.footer')
})

test('in a small window figures and tabs stand in one row each', async ({ app }) => {
  await resize(app, 880, 573)
  for (const row of ['.readouts .readout', '[role=tab]']) {
    const tops = await app.page
      .locator(row)
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
    expect(new Set(tops).size, row).toBe(1)
  }
})

test('in a small window the status line tells all of a divergence', async ({ app }) => {
  await resize(app, 880, 573)
  await app.startRun({ Cell: 'residual', Optimizer: 'sgd', 'Learning rate': 0.1, Clipping: 'none' })
  await expect(app.status).toContainText('clipping by norm usually helps')
  await expectAllInside(app)
  await app.speak('zh-CN')
  await expect(app.status).toContainText('按模截断梯度通常有效')
  await expectAllInside(app)

  async function expectAllInside({ status, page }: LabApp): Promise<void> {
    const { scrollHeight, clientHeight } = await status.evaluate(({ scrollHeight, clientHeight }) => ({
      scrollHeight,
      clientHeight,
    }))
    expect(scrollHeight).toBeLessThanOrEqual(clientHeight)
    const [text, header] = [(await status.boundingBox())!, (await page.getByRole('banner').boundingBox())!]
    expect(text.y).toBeGreaterThanOrEqual(header.y)
    expect(text.y + text.height).toBeLessThanOrEqual(header.y + header.height)
  }
})

test('tabs stay where they are when another one is chosen', async ({ app }) => {
  const tabs = app.page.getByRole('tab')
  const lefts = () => tabs.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left))
  const before = await lefts()
  await tabs.last().click()
  await expect(tabs.last()).toHaveAttribute('aria-selected', 'true')
  expect(await lefts()).toEqual(before)
})

test('states of whatever number leave space for the words below, and can be read off in full', async ({
  app,
}) => {
  await app.page.getByRole('tab', { name: 'States', exact: true }).click()
  // Of different lengths, so that what is seen of one run is not taken for the next.
  for (const [cell, updates] of [
    ['rnn', 5],
    ['residual', 6],
    ['lstm', 7],
  ] as const) {
    await app.startRun({ Cell: cell, 'Hidden size': 16, Updates: updates })
    await app.bringToSight(app.figure('States'))
    await expect(app.status).toContainText(`Done: all ${updates}`)
    const caption = app.figure('States').locator('figcaption')
    await expect(caption).toContainText(new RegExp(`At update ${updates} .* inputs up to`))
    const states = app.page.getByRole('tabpanel').locator('figure')
    await states.getByRole('slider').first().hover()
    for (const name of await states.locator('.matrix .name').all()) {
      await expect(name.locator('.value')).toHaveText(/t = \d+, unit \d+, \S+/)
      expect(await name.evaluate((line) => line.scrollWidth <= line.clientWidth)).toBe(true)
    }
    await expectStacked(app, '[role=tabpanel] .step-plot .plot', '[role=tabpanel] figcaption')
  }
})
