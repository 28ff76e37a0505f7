import { expect, test } from './fixtures'
import { goToNonFinite, stepSlider, read, goToStep } from './microscopeKeys'

/* The update that the microscope opens: of a run that goes on, that is over, and of the past. */

test('opening the microscope pauses a run, says so, and shows its newest update; only Next update makes one', async ({
  app,
}) => {
  await app.startRun({ Cell: 'lstm', 'Hidden size': 6, Updates: 1000000 })
  await app.waitForUpdate(20)
  await app.button('Microscope').click()
  await expect(app.page.getByText(/The run was paused; this is its newest update, \d/)).toBeVisible()
  const [, made] = /Paused at update ([\d,]+)/.exec(await app.status.innerText())!
  const source = app.page.getByLabel('Source', { exact: true })
  await expect(source.locator('option:checked')).toHaveText(`Current run, update ${made}`)
  // At the end of the way back, with a number explained.
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Backward, t = 1,/)
  await expect(app.page.getByText('= displayed value')).toBeVisible()
  await source.selectOption('part4')
  await source.selectOption('run')
  await expect(source.locator('option:checked')).toHaveText(`Current run, update ${made}`)
  await expect(app.status).toContainText(`Paused at update ${made}.`)

  await goToStep(app, /Loss/)
  const loss = await read(app, 'loss', 0, 0)
  expect(loss).toBeGreaterThan(0)
  await goToStep(app, /Backward, t = 1,/)
  await expect(app.page.getByText(/The gradient at t = 1 has norm/)).toBeVisible()
  await read(app, 'dh_1', 2, 0)
  await expect(app.page.getByText('= displayed value')).toBeVisible()

  await app.button('Next update').click()
  const next = (Number(made!.replaceAll(',', '')) + 1).toLocaleString('en')
  await expect(source.locator('option:checked')).toHaveText(`Current run, update ${next}`)
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Backward, t = 1,/)
})

test('a run that is done opens at its last update, also from its gradient flow', async ({ app }) => {
  await app.startRun({ Cell: 'lstm', 'Hidden size': 4, 'Sequence length': 10, Updates: 30 })
  await expect(app.status).toContainText('Done')
  await app.button('Microscope').click()
  await expect(app.page.getByText('The run has ended; this is its last update, 30.')).toBeVisible()
  await expect(app.button('Next update')).toBeHidden()
  await goToStep(app, /Loss/)
  const loss = await read(app, 'loss', 0, 0)
  await app.button('Lab').click()
  expect(Number((await app.tableUpTo(30, 'Loss')).at(-1)?.value)).toBeCloseTo(loss, 4)

  const flow = app.figure('Gradient flow')
  await flow.scrollIntoViewIfNeeded()
  await flow.getByRole('slider').press('ArrowDown')
  await expect(flow.getByRole('slider')).toHaveAttribute('aria-valuetext', /^Update 30, t = 9: /)
  await flow.getByRole('slider').press('Enter')
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', /Backward, t = 9,/)
  await expect(app.status).toContainText('Done')

  await app.button('Lab').click()
  await app.startRun({ Updates: 40 })
  await expect(app.status).toContainText('all 40 updates')
  // Neither holds a thread: one is made again when something is asked of them.
  await expect.poll(() => app.numTrainingThreads()).toBe(0)
})

test('a click on an old column of the gradient flow opens that very update, and the run goes on', async ({
  app,
}) => {
  const flow = app.figure('Gradient flow')
  await app.bringToSight(flow)
  await app.startRun({ Cell: 'lstm', 'Hidden size': 4, 'Sequence length': 10, Updates: 1000000 })
  await app.bringToSight(flow)
  const heat = flow.getByRole('slider')
  await app.waitForUpdate(50)
  await app.fill({ 'Learning rate': 0.02 })
  await app.waitForUpdate(1000)
  // So slow, and the picture so new, that the column under the pointer is the same one when it is clicked.
  await app.setSpeedStop(3)
  const slowed = await app.updates()
  const drawn = async () => /At update ([\d,]+)/.exec(await flow.innerText())?.[1]?.replaceAll(',', '') ?? 0
  await expect.poll(async () => Number(await drawn())).toBeGreaterThan(slowed)

  const { x, y, height } = (await heat.boundingBox())!
  const old = { x: x + 60, y: y + height / 2 }
  await app.page.mouse.move(old.x, old.y)
  await expect(heat).toHaveAttribute('aria-valuetext', /^Update [\d,]+, t = \d+: /)
  // To where the column under the pointer begins, so that the loss is read off there too.
  await heat.press('ArrowRight')
  await heat.press('ArrowLeft')
  const under = (await heat.getAttribute('aria-valuetext'))!
  const [, update, t] = /^Update ([\d,]+), t = (\d+): /.exec(under)!
  const curve = app.figure('Loss').getByRole('slider', { name: /^Plot of Loss/ })
  const told = (await curve.getAttribute('aria-valuetext'))!
  expect(told).toContain(`Update ${update},`)
  await app.page.mouse.click(old.x, old.y)

  await expect(app.page.getByText(`This is update ${update}, recomputed`)).toBeVisible()
  const source = app.page.getByLabel('Source', { exact: true }).locator('option:checked')
  await expect(source).toHaveText(`Current run, update ${update}`)
  await expect(stepSlider(app)).toHaveAttribute('aria-valuetext', new RegExp(`Backward, t = ${t},`))
  await expect(app.status).toContainText('Training')
  await goToStep(app, /Loss/)
  const loss = await read(app, 'loss', 0, 0)
  expect(loss.toPrecision(4)).toBe(Number(/each update (\S+?),/.exec(told)?.[1]).toPrecision(4))

  await app.button('Lab').click()
  await expect(app.status).toContainText('Training')
  const made = await app.updates()
  await app.waitForUpdate(made + 20)
  await app.button('Stop').click()
  await expect(app.status).toContainText(/Stopped at update/)
  const [, last] = /update ([\d,]+)/.exec(await app.status.innerText())!
  await app.button('Microscope').click()
  // What was opened is found again, until another is asked for.
  await expect(source).toHaveText(`Current run, update ${update}`)
  await app.button('Last update').click()
  await expect(app.page.getByText(/The run was stopped; this is its last update/)).toBeVisible()
  await expect(source).toHaveText(`Current run, update ${last}`)

  await app.button('Lab').click()
  await heat.press('Home')
  const [, first] = /^Update ([\d,]+),/.exec((await heat.getAttribute('aria-valuetext'))!)!
  await heat.press('Enter')
  await expect(source).toHaveText(`Current run, update ${first}`)
  await app.button('Last update').click()
  await expect(source).toHaveText(`Current run, update ${last}`)
})

test('a run that diverged opens at the update that failed, with what is not finite in sight', async ({
  app,
}) => {
  await app.openMore('Training')
  const explosive = { Optimizer: 'sgd', 'Learning rate': 0.1, Clipping: 'none', Precision: 'float32' }
  await app.startRun({ Cell: 'residual', 'Hidden size': 8, ...explosive })
  await expect(app.status).toContainText(/Diverged at update \d/)
  const failed = /Diverged at update (\d+)/.exec(await app.status.innerText())?.[1]
  await app.button('Microscope').click()
  await expect(app.page.getByText(`The run diverged in this update, ${failed};`)).toBeVisible()
  await goToStep(app, /Parameter gradients/)
  expect(await goToNonFinite(app, app.page.getByRole('grid', { name: /, result,/ }))).toBe(true)
  await expect(app.page.locator('.explain .value')).toContainText(/NaN|∞/)
  await goToStep(app, /Clipping/)
})
