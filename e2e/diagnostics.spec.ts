import AxeBuilder from '@axe-core/playwright'
import type { LabApp } from './app'
import { expect, test } from './fixtures'

/** Figures by the tab that shows them, in the order of the tabs. */
const FIGURES = {
  'Gradient flow': 'Gradient flow',
  Evaluation: 'Evaluation',
  Contributions: 'Contributions',
  Parameters: 'Gradient norm by parameter',
  Jacobian: 'Jacobian',
  Spectrum: 'Spectrum',
  Gates: 'Gates over time',
  Histograms: 'Histograms',
  States: 'States',
  Trajectory: 'State trajectory',
}

const tab = ({ page }: LabApp, name: string) => page.getByRole('tab', { name, exact: true })
const diagnostics = ({ page }: LabApp) => page.getByRole('region', { name: 'Diagnostics', exact: true })

async function expectAccessible({ page }: LabApp): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

test('the gradient flow appears while the network trains, and can be read off', async ({ app }) => {
  await app.startRun({ Cell: 'rnn', Initialization: 'pytorch', 'Sequence length': 20, Updates: 1000000 })
  const flow = app.figure('Gradient flow')
  await flow.scrollIntoViewIfNeeded()
  await expect(
    flow.getByText(/^At update [\d,]+ the gradient ∥∂L\/∂hₜ∥ shrinks from \S+ at t = 20 to/),
  ).toBeVisible()
  await app.waitForUpdate(100)
  await app.button('Pause').click()
  await expect(app.status).toContainText('Paused')

  await flow.getByRole('slider').press('ArrowDown')
  await expect(flow.getByRole('slider')).toHaveAttribute('aria-valuetext', /^Update [\d,]+, t = 19: /)
  await flow.getByRole('button', { name: 'Table of Gradient flow' }).click()
  await expect(flow.getByRole('row')).toHaveCount(21)
})

test('the gradient flow begins with the very first update, in every run', async ({ app }) => {
  const flow = app.figure('Gradient flow')
  await app.bringToSight(flow)
  for (const updates of [60, 70]) {
    await app.startRun({ Updates: updates })
    await expect(app.status).toContainText(`all ${updates} updates`)
    await flow.getByRole('slider').press('Home')
    await expect(flow.getByRole('slider')).toHaveAttribute('aria-valuetext', /^Update 1, t = \d+: \S/)
    await flow.getByRole('slider').press('End')
    await expect(flow.getByRole('slider')).toHaveAttribute(
      'aria-valuetext',
      new RegExp(`^Update ${updates},`),
    )
  }
})

const verdicts = {
  Vanishing: { Cell: 'rnn', Initialization: 'pytorch' },
  Healthy: { Cell: 'lstm', 'Forget bias': 2 },
  Exploding: { Cell: 'residual' },
}
for (const [verdict, fields] of Object.entries(verdicts)) {
  test(`the verdict in words: ${verdict.toLowerCase()}, with its numbers`, async ({ app }) => {
    await app.fill({ Task: 'adding', 'Sequence length': 50, ...fields })
    await app.button('Step').click()
    await app.figure('Gradient flow').scrollIntoViewIfNeeded()
    await expect(app.button(verdict)).toBeVisible()
    await expect(app.button('Has not learned yet')).toBeVisible()
    await expect(diagnostics(app)).toContainText(/× [\d.]+ per step/)
    await expect(diagnostics(app)).toContainText(/from t = 50 back to t = 1/)
  })
}

test('every view is reached by keyboard and says in a sentence what it shows', async ({ app }) => {
  await app.startRun({ Cell: 'lstm', Updates: 1000000 })
  await tab(app, 'Gradient flow').focus()
  for (const [name, figure] of Object.entries(FIGURES)) {
    await expect(tab(app, name)).toHaveAttribute('aria-selected', 'true')
    await expect(app.figure(figure).locator('figcaption')).toContainText(/\d/)
    await app.page.keyboard.press('ArrowRight')
  }
})

for (const theme of ['Light', 'Dark']) {
  test(`no view has a serious accessibility finding: ${theme.toLowerCase()}`, async ({ app }) => {
    await app.page.getByLabel(theme, { exact: true }).check({ force: true })
    await app.startRun({ Cell: 'lstm', Layers: 2, Updates: 1000000 })
    await app.waitForUpdate(20)
    await app.button('Pause').click()
    await expect(app.status).toContainText('Paused')
    for (const [name, figure] of Object.entries(FIGURES)) {
      await tab(app, name).click()
      await expect(app.figure(figure).locator('figcaption')).toContainText(/\d/)
      await expectAccessible(app)
    }
  })
}

test('Enter on the gradient flow opens that step in the microscope', async ({ app }) => {
  await app.startRun({ Cell: 'rnn', 'Hidden size': 4, 'Sequence length': 10, Updates: 1000000 })
  const flow = app.figure('Gradient flow')
  await flow.scrollIntoViewIfNeeded()
  await expect(flow.getByText(/^At update [\d,]+ the gradient/)).toBeVisible()
  await app.button('Pause').click()
  await expect(app.status).toContainText('Paused')
  await flow.getByRole('slider').press('ArrowDown')
  await flow.getByRole('slider').press('Enter')
  const microscope = app.page.getByRole('main', { name: 'Microscope' })
  await expect(microscope).toBeVisible()
  // Whoever came by keyboard goes on by it: the focus is in the view that was opened.
  await expect.poll(() => microscope.evaluate((main) => main.contains(document.activeElement))).toBe(true)
})

test('a logarithmic axis of updates starts at the first update', async ({ app }) => {
  await app.startRun({ Updates: 300 })
  await expect(app.status).toContainText('Done')
  await app.figure('Loss').getByRole('button', { name: 'Log x in Loss: logarithmic updates' }).click()
  const plot = app.figure('Loss').getByRole('slider', { name: /^Plot of Loss/ })
  await plot.press('Home')
  await expect(plot).toHaveAttribute('aria-valuenow', '1')
})

test('the heatmap zooms by Ctrl and wheel, moves by drag and by keys, and a drag opens nothing', async ({
  app,
}) => {
  await app.startRun({ 'Hidden size': 4, Updates: 500 })
  await expect(app.status).toContainText('Done')
  const flow = app.figure('Gradient flow')
  const showAll = flow.getByRole('button', { name: 'Show all' })
  const lastTick = () =>
    flow.locator('.heat .tick').evaluateAll((ticks) => ticks.map((tick) => tick.textContent).join())
  await flow.scrollIntoViewIfNeeded()
  const before = await lastTick()
  await flow.locator('.heat').hover()
  await app.page.keyboard.down('Control')
  await app.page.mouse.wheel(0, -600)
  await app.page.keyboard.up('Control')
  await expect(showAll).toBeVisible()
  const zoomed = await lastTick()
  expect(zoomed).not.toBe(before)

  await app.page.mouse.down()
  const { x, y, width } = (await flow.locator('.heat').boundingBox())!
  await app.page.mouse.move(x + width / 4, y + 30, { steps: 4 })
  await app.page.mouse.up()
  await expect.poll(lastTick).not.toBe(zoomed)
  await expect(flow).toBeVisible()

  await flow.getByRole('slider').press('0')
  await expect(showAll).toBeHidden()
  expect(await lastTick()).toBe(before)
})

test('every figure fills the window for the projector, larger and readable, and Escape takes it back', async ({
  app,
}) => {
  await app.startRun({ Cell: 'lstm', Updates: 1000000 })
  await app.waitForUpdate(20)
  await app.button('Pause').click()
  await expect(app.status).toContainText('Paused')
  const inner = await app.page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  for (const name of ['Loss', 'Gradient norm', 'Live sample', ...Object.values(FIGURES)]) {
    const [view] = Object.entries(FIGURES).find(([, figure]) => figure === name) ?? []
    if (view) await tab(app, view).click()
    const figure = app.figure(name)
    await expect(figure.locator('figcaption')).toContainText(/\d/)
    const enlarge = figure.getByRole('button', { name: `Enlarge ${name}` })
    await enlarge.scrollIntoViewIfNeeded()
    const { x, y, width } = (await figure.boundingBox())!
    await enlarge.click()
    await expect.poll(() => figure.boundingBox()).toEqual({ x: 0, y: 0, ...inner })
    await expect(figure).toBeFocused()
    if (['Loss', 'Gradient flow', 'States', 'Live sample'].includes(name)) await expectAccessible(app)
    await app.page.keyboard.press('Escape')
    await expect.poll(() => figure.boundingBox()).toMatchObject({ x, y, width })
    await expect(enlarge).toBeFocused()
  }
})

test('in an enlarged figure the cross-hair still stands where the pointer is', async ({ app }) => {
  await app.startRun({ Updates: 200 })
  await expect(app.status).toContainText('Done')
  const figure = app.figure('Loss')
  await figure.getByRole('button', { name: 'Enlarge Loss' }).click()
  const plot = figure.getByRole('slider', { name: /^Plot of Loss/ })
  const { x, y, width, height } = (await plot.boundingBox())!
  const scale = await plot.evaluate(
    (element) => element.getBoundingClientRect().width / (element as HTMLElement).offsetWidth,
  )
  expect(scale).toBeGreaterThan(1.1)
  // From the axis, 58 wide, to the right margin of 30, update 1 to 201; halfway is update 101.
  const [left, right] = [x + 58 * scale, x + width - 30 * scale]
  await app.page.mouse.move((left + right) / 2, y + height / 2)
  await expect.poll(async () => Number(await plot.getAttribute('aria-valuenow'))).toBeGreaterThan(98)
  expect(Number(await plot.getAttribute('aria-valuenow'))).toBeLessThan(102)
})

test('the update gate closes at the two marked steps, and the cell says with which numbers', async ({
  app,
}) => {
  await app.startRun({ Cell: 'gru', Updates: 1000 })
  await expect(app.status).toContainText('Done')
  await tab(app, 'Gates').click()
  const gates = app.figure('Gates over time')
  await expect(gates.locator('figcaption')).toContainText(
    /At update 1,000 the mean of the update gate z falls at the marked steps \(t = \d+, \d+\)/,
  )
  const cell = gates.getByRole('slider', { name: /^Diagram of the cell/ })
  await cell.press('ArrowLeft')
  await cell.press('ArrowDown')
  await expect(cell).toHaveAttribute('aria-valuetext', /^t = 19, unit 0, .* z 0?\.\d+/)
  await expect(gates.getByRole('slider', { name: 'Heatmap of update gate z' })).toHaveAttribute(
    'aria-valuetext',
    /^t = 19, unit 0, /,
  )
})

test('a unit kept in one view is marked in every view that shows units', async ({ app }) => {
  await app.startRun({ Cell: 'lstm', 'Hidden size': 8, Updates: 1000000 })
  await tab(app, 'States').click()
  await expect(app.figure('States').locator('figcaption')).toContainText(/\d/)
  await app.button('Pause').click()
  await expect(app.status).toContainText('Paused')
  const state = app.figure('States').getByRole('slider', { name: /^Heatmap of hidden state h/ })
  await state.press('ArrowDown')
  await state.press('ArrowDown')
  await expect(state).toHaveAttribute('aria-valuetext', /unit 2/)
  await state.press('Enter')
  for (const [name, figure] of Object.entries({ Gates: 'Gate saturation', Trajectory: 'State trajectory' })) {
    await tab(app, name).click()
    await expect(app.figure(figure)).toContainText('unit 2')
  }
})

test('what was never shown is recomputed, and no diagnostic is lost by Reset, Undo and a reload', async ({
  app,
}) => {
  await app.bringToSight(app.figure('Gradient flow'))
  await app.startRun({ 'Hidden size': 8, 'Sequence length': 10, Updates: 400 })
  await expect(app.status).toContainText('all 400 updates')
  await app.button('Reset').click()
  await app.button('Undo').click()
  for (const [name, figure] of Object.entries(FIGURES)) {
    await tab(app, name).click()
    await expect(app.figure(figure).locator('figcaption')).not.toContainText('Appears here')
  }

  await tab(app, 'Histograms').click()
  const histograms = app.figure('Histograms')
  const gaps = histograms.getByText(/without color/)
  const fill = histograms.getByRole('button', { name: 'Recompute gaps of Histograms' })
  const first = histograms.getByRole('slider').first()
  // By itself, once it is seen.
  await expect(gaps).toBeHidden()
  await expect(fill).toBeHidden()

  await app.page.reload()
  await tab(app, 'Histograms').click()
  await expect(histograms.getByText(/^rnn.weight_hh_l0 at update/)).toBeVisible()
  await expect(gaps).toBeHidden()
  await first.press('Home')
  await expect(first).toHaveAttribute('aria-valuetext', /^Update 1, /)
  await first.press('ArrowRight')
  await expect(first).toHaveAttribute('aria-valuetext', /^Update [2-4], /)
})
