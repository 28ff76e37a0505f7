import { expect, test } from './fixtures'

test('a value out of range is refused beside its field and keeps what was typed', async ({ app }) => {
  await app.field('Hidden size').fill('0')
  await expect(
    app.page.getByText('0 is not valid: expected a whole number from 1 to 1,024').first(),
  ).toBeVisible()
  await expect(app.field('Hidden size')).toHaveValue('0')
  await expect(app.button('Start')).toBeDisabled()
  await app.button('Start').hover()
  await expect(app.page.getByRole('tooltip')).toContainText('Hidden size')

  await app.field('Hidden size').fill('16')
  await expect(app.button('Start')).toBeEnabled()
})

for (const text of ['-1', '1e9', 'x', '1.5', '']) {
  test(`a hidden size of "${text}" cannot be started`, async ({ app }) => {
    await app.field('Hidden size').fill(text)
    await expect(app.button('Start')).toBeDisabled()
    await expect(app.status).toContainText('Hidden size')
  })
}

test('the form offers what belongs to the chosen cell and task', async ({ app }) => {
  await app.fill({ Cell: 'lstm' })
  await expect(app.field('Forget bias')).toBeVisible()
  await app.fill({ Cell: 'rnn' })
  await expect(app.field('Forget bias')).toBeHidden()
  await app.fill({ Task: 'echo' })
  await expect(app.field('Delay')).toBeVisible()
})

test('shortcuts of a single key can be switched off, and stay off', async ({ app }) => {
  await app.button('Single-key shortcuts').click()
  await app.page.reload()
  await expect(app.button('Single-key shortcuts')).toHaveAttribute('aria-pressed', 'false')
  await app.page.getByRole('main').click({ position: { x: 600, y: 5 } })
  await app.page.keyboard.press('s')
  await expect(app.status).toContainText('Ready')
  await app.button('Single-key shortcuts').click()
  await app.page.getByRole('main').click({ position: { x: 600, y: 5 } })
  await app.page.keyboard.press('s')
  await expect(app.status).toContainText('Paused at update 1')
})

test('every field that a lesson names is there by its name', async ({ app }) => {
  const names = ['Task', 'Cell', 'Sequence length', 'Hidden size', 'Layers', 'Optimizer', 'Learning rate']
  const more = ['Clipping', 'Clip threshold', 'Batch size', 'Updates', 'Seed']
  for (const name of [...names, ...more]) await expect(app.field(name)).toHaveCount(1)
})

test('a task is explained beside its field, within the window, and the form stays where it is', async ({
  app,
}) => {
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
  )
  const heading = app.page.getByText('Task', { exact: true }).first()
  const before = (await app.field('Task').boundingBox())!
  for (const task of ['copy', 'sine', 'adding']) {
    await app.fill({ Task: task })
    const button = (await app.button('What is this task?').boundingBox())!
    expect(button.y + button.height).toBeLessThanOrEqual(before.y + 1)
    expect(Math.abs(button.y - (await heading.boundingBox())!.y)).toBeLessThan(10)
    await app.button('What is this task?').click()
    const help = (await app.page.getByRole('dialog').boundingBox())!
    expect(await app.field('Task').boundingBox()).toEqual(before)
    expect(help.x).toBeGreaterThanOrEqual(before.x + before.width)
    expect(help.x + help.width).toBeLessThanOrEqual(900)
    expect(help.y + help.height).toBeLessThanOrEqual(600)
    await app.page.keyboard.press('Escape')
    await expect(app.button('What is this task?')).toBeFocused()
  }
})

test('no button of the form lies under another one, whatever the task', async ({ app }) => {
  const tasks = await app
    .field('Task')
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))
  for (const task of tasks) {
    await app.fill({ Task: task })
    const covered = await app.page.locator('fieldset button').evaluateAll(
      (buttons) =>
        buttons.filter((button) => {
          button.scrollIntoView({ block: 'nearest' })
          const { left, top, width, height } = button.getBoundingClientRect()
          return !button.contains(document.elementFromPoint(left + width / 2, top + height / 2))
        }).length,
    )
    expect([task, covered]).toEqual([task, 0])
  }
})
