import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'
import {
  goToFirstStep,
  open,
  stepSlider,
  press,
  read,
  shownText,
  shownValue,
  tabTo,
  goToStep,
} from './microscopeKeys'

test('one BPTT of the homework is walked by keyboard alone, and its numbers are those of part 4', async ({
  app,
}) => {
  await open(app, 'Homework part 4: a sequence')
  await press(app, 'ArrowRight', 'ArrowRight', 'ArrowLeft')
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Forward, t = 1/)

  const dx = [-2.07101689, -0.59255627, 0.02466855, 0.01483317]
  for (const t of [4, 3, 2, 1]) {
    await goToStep(app, new RegExp(`Backward, t = ${t}`))
    expect(await read(app, `dx_${t}`, 1, 2)).toBeCloseTo(dx[t - 1]!, 8)
  }
  expect(await read(app, 'da_0', 2, 3)).toBeCloseTo(-0.3149423751, 10)

  await goToStep(app, /Parameter gradients/)
  expect(await read(app, 'dWax', 3, 1)).toBeCloseTo(11.2641044965, 10)
  await expect(app.page.getByText('40 terms')).toBeVisible()
  await expect(app.page.getByText('= displayed value')).toBeVisible()
  expect(await read(app, 'dWaa', 1, 2)).toBeCloseTo(2.3033331266, 10)
  expect(await read(app, 'dba', 4, 0)).toBeCloseTo(-0.74747722, 8)
})

test('the numbers that the homework prints for part 2 stand on the screen', async ({ app }) => {
  await open(app, 'Homework part 2: values printed in the handout')
  await goToStep(app, /Backward, t = 1/)
  expect(await read(app, 'dx_1', 1, 2)).toBeCloseTo(-0.4605641030588796, 14)
  expect(await read(app, 'da_0', 2, 3)).toBeCloseTo(0.08429686538067724, 14)
  await goToStep(app, /Parameter gradients/)
  expect(await read(app, 'dWax', 3, 1)).toBeCloseTo(0.39308187392193034, 14)
  expect(await read(app, 'dWaa', 1, 2)).toBeCloseTo(-0.28483955786960663, 14)
  expect(await read(app, 'dba', 4, 0)).toBeCloseTo(0.80517166, 8)
})

test('truncated BPTT is walked from the first step on, and back to where the gradient is cut', async ({
  app,
}) => {
  await app.openMore('Training')
  await app.startRun({
    Cell: 'rnn',
    'Hidden size': 4,
    'Sequence length': 10,
    'Truncate after': 4,
    Updates: 5,
  })
  await expect(app.status).toContainText('Done')
  await app.button('Microscope').click()
  await goToFirstStep(app)
  await press(app, 'ArrowRight')
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Forward, t = 1,/)
  await read(app, 'h_1', 1, 0)
  await expect(app.page.getByText('= displayed value')).toBeVisible()
  await goToStep(app, /Backward, t = 9,/)
  // Where BPTT was truncated: a choice, not drawn in the color of divergence.
  const ink = await app.page
    .getByText('truncated here (TBPTT)')
    .first()
    .evaluate((name) => [getComputedStyle(name).fill, getComputedStyle(name.previousElementSibling!).stroke])
  const danger = await app.page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'var(--danger)'
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  })
  expect(danger).toMatch(/^rgb/)
  expect(ink).not.toContain(danger)
  await press(app, 'PageDown')
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Parameter gradients/)
})

test('what a step adds to a gradient, and the sum so far, are read by keyboard at every step', async ({
  app,
}) => {
  await open(app, 'Homework part 4: a sequence')
  let sum = 0
  for (const t of [4, 3, 2, 1]) {
    await goToStep(app, new RegExp(`Backward, t = ${t}`))
    const before = sum
    sum = await read(app, `dWax, t>=${t}`, 3, 1)
    const terms = app.page.getByRole('grid', { name: new RegExp(`^dWax, t=${t},`) })
    await tabTo(app, terms.getByRole('gridcell'))
    await press(app, 'Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight')
    await expect(terms.getByRole('gridcell', { name: /^dWax, t=\d\[3,1\]/ })).toBeFocused()
    await expect(app.page.getByText('10 terms')).toBeVisible()
    await expect(app.page.getByText('= displayed value')).toBeVisible()
    expect(await shownValue(app)).toBeCloseTo(sum - before, 12)
  }
  expect(sum).toBeCloseTo(11.264104496527771, 12)
})

test('the network zooms by keyboard to the number of every unit, and a matrix to all digits', async ({
  app,
}) => {
  await app.startRun({ Cell: 'lstm', 'Hidden size': 32, Updates: 1000000 })
  await app.waitForUpdate(5)
  await app.button('Microscope').press('Enter')
  await goToFirstStep(app)
  await goToStep(app, /Forward, t = 3/)
  const node = app.page.locator('[data-node="h.0.2"]')
  await expect(node.locator('text')).toHaveCount(1)
  await press(app, '+', '+', '+', '+', '+', '+')
  // A line of names, and the units.
  await expect(node.locator('text')).toHaveCount(1 + 32)
  await expect(node.locator('text').nth(7)).toBeInViewport()
  await press(app, '0')
  await expect(node.locator('text')).toHaveCount(1)

  await read(app, 'h_3', 2, 0)
  const value = await shownText(app)
  await press(app, '+', '+', '+')
  const cell = app.page.locator('[data-matrix="h.0.2"]').getByRole('gridcell', { selected: true })
  await expect(cell).toHaveText(value)
  await expect(cell).toBeFocused()
})

test('breakpoints and the watch list work by keyboard', async ({ app }) => {
  await open(app, 'Homework part 4: a sequence')
  await goToStep(app, /Forward, t = 2/)
  await press(app, 'b')
  await read(app, 'a_2', 1, 2)
  await press(app, 'w', 'r')
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Output, t = 2/)
  await press(app, 'r')
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Backward, t = 2/)
  const watched = app.page.getByRole('list', { name: 'Watch list' }).getByRole('listitem')
  await expect(watched).toContainText('0.911')
  await expect(watched.getByTitle('0.9114174639793674')).toBeVisible()
})

test('large matrices are seen whole, explained at a click, walked by arrow keys and zoomed', async ({
  app,
}) => {
  await app.startRun({ Cell: 'gru', 'Hidden size': 64, 'Sequence length': 5, Updates: 2 })
  await expect(app.status).toContainText('Done')
  await app.button('Microscope').click()
  await goToFirstStep(app)
  await goToStep(app, /Backward, t = 3,/)
  const weights = app.page.getByRole('grid', { name: /^weight_hh\[r\], 64 by 64/ })
  const cell = weights.getByRole('gridcell')
  // One element stands for the matrix, whatever its size.
  await expect(cell).toHaveCount(1)
  expect(await app.page.locator('[data-matrix] *').count()).toBeLessThan(1500)

  await weights.scrollIntoViewIfNeeded()
  const box = (await weights.boundingBox())!
  await weights.click({ position: { x: box.width / 2, y: box.height / 2 } })
  await expect(cell).toBeFocused()
  const [, row = '', col = ''] =
    /\[(\d+),(\d+)\] = /.exec((await cell.getAttribute('aria-label')) ?? '') ?? []
  expect(Number(col)).toBeGreaterThan(20)
  await expect(app.page.getByText('This value is given: nothing computes it in this update.')).toBeVisible()

  await press(app, 'ArrowDown', 'ArrowRight')
  const next = `weight_hh[r][${Number(row) + 1},${Number(col) + 1}]`
  await expect(cell).toHaveAccessibleName(new RegExp(`^${next.replace(/[[\]]/g, '\\$&')} = `))
  await press(app, '+', '+', '+', '+', '+', '+')
  await expect(cell).toHaveText(await shownText(app))
  await expect(cell).toBeFocused()
  // But for a fraction of a pixel, where lines of type above are not whole ones.
  await expect(cell).toBeInViewport({ ratio: 0.99 })
})

test('at H = 16 all matrices of every equation of every step are on one screen of a laptop', async ({
  app,
}) => {
  test.setTimeout(120_000)
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 768),
  )
  await app.startRun({ Cell: 'lstm', 'Hidden size': 16, 'Sequence length': 3, Updates: 2 })
  await expect(app.status).toContainText('Done')
  await app.button('Microscope').click()
  await goToFirstStep(app)
  const slider = stepSlider(app)
  const equations = app.page.getByRole('list', { name: 'Equations of this step' }).getByRole('button')
  const scrolling: string[] = []
  for (;;) {
    for (const equation of await equations.all()) {
      await equation.click()
      await expect(equation).toHaveAttribute('aria-pressed', 'true')
      const isWhole = await app.page
        .getByRole('grid')
        .evaluateAll((grids) =>
          [...grids, grids[0]!.closest('.matrices')!].every(
            (box) => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth,
          ),
        )
      const step = (await slider.getAttribute('aria-valuetext')) ?? ''
      if (!isWhole) scrolling.push(`${step}: ${(await equation.getAttribute('aria-label')) ?? ''}`)
    }
    const [now, end] = [await slider.inputValue(), await slider.getAttribute('max')]
    if (now === end) break
    await press(app, 'PageDown')
    await expect(slider).not.toHaveValue(now)
  }
  expect(scrolling).toEqual([])
})

for (const theme of ['Light', 'Dark']) {
  test(`the microscope has no serious accessibility finding: ${theme.toLowerCase()}`, async ({ app }) => {
    await app.page.getByLabel(theme, { exact: true }).check({ force: true })
    await open(app, 'Homework part 4: a sequence')
    await goToStep(app, /Backward, t = 2/)
    await read(app, 'dx_2', 1, 2)
    await press(app, 'w')
    const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  })
}
