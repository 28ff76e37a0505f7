import { expect, test } from './fixtures'

test('pressing Start trains a network whose loss falls within 200 updates', async ({ app }) => {
  await app.startRun({ Updates: 1000000 })
  await app.waitForUpdate(200)
  await app.button('Pause').click()

  const rows = await app.table('Loss')
  const newest = rows.slice(-10).map(({ value }) => value)
  const first = rows[0]!
  expect(first.update).toBe(1)
  expect(newest.reduce((sum, value) => sum + value, 0) / newest.length).toBeLessThan(first.value)
  await expect(app.figure('Loss')).toContainText(/Loss fell/)
})

test('a person pauses, steps one update at a time, resumes and finishes', async ({ app }) => {
  // Slowly at first, so that the run cannot be over before the click arrives.
  await app.setSpeedStop(6)
  await app.startRun({ Updates: 3000, 'Hidden size': 8 })
  await app.waitForUpdate(20)
  const paused = await app.pause()

  await app.button('Step').click()
  await expect.poll(() => app.updates()).toBe(paused + 1)
  await app.button('Step').click()
  await expect.poll(() => app.updates()).toBe(paused + 2)

  await app.setSpeedStop(10)
  await app.button('Resume').click()
  await expect(app.status).toContainText('Done', { timeout: 45_000 })
  await expect.poll(() => app.updates()).toBe(3000)
})

test('Step before Start makes the first update and stays paused', async ({ app }) => {
  await app.button('Step').click()
  await expect.poll(() => app.updates()).toBe(1)
  await expect(app.status).toContainText('Paused')
  await expect(app.button('Resume')).toBeEnabled()
})

test('a run is led by one key on one button after the other, none of which loses the focus', async ({
  app,
}) => {
  await app.fill({ Updates: 1000000 })
  const pressed = async (name: string, after = name) => {
    await app.button(name).press('Enter')
    await expect(app.button(after)).toBeFocused()
  }
  await pressed('Start', 'Pause')
  await expect(app.status).toContainText('Training')
  await pressed('Pause', 'Resume')
  await expect(app.status).toContainText('Paused')

  // Held down, the key steps on, but does not start and pause by turns.
  const pausedAt = async () =>
    Number(/update ([\d,]+)/.exec(await app.status.innerText())?.[1]?.replaceAll(',', ''))
  const paused = await pausedAt()
  await app.button('Step').focus()
  await app.page.keyboard.down('Enter')
  await expect.poll(pausedAt).toBe(paused + 1)
  await expect(app.button('Step')).toBeEnabled()
  await app.page.keyboard.down('Enter')
  await expect.poll(pausedAt).toBe(paused + 2)
  await app.page.keyboard.up('Enter')
  await app.button('Resume').focus()
  for (let repeats = 0; repeats < 10; repeats++) {
    await app.page.keyboard.down('Enter')
    await expect(app.status).toContainText('Training')
  }
  await app.page.keyboard.up('Enter')

  await pressed('Stop')
  await expect(app.status).toContainText('Stopped')
  await pressed('Reset')
  await expect(app.status).toContainText('set aside')
})

test('Reset shelves a run and Undo brings it back', async ({ app }) => {
  await app.startRun({ Updates: 1000000 })
  await app.waitForUpdate(50)
  const before = await app.pause()

  await app.button('Reset').click()
  await expect(app.button('Start')).toBeEnabled()
  await expect.poll(() => app.updates()).toBe(0)

  await app.button('Undo').click()
  await expect.poll(() => app.updates()).toBe(before)
  await app.button('Resume').click()
  await app.waitForUpdate(before + 10)
})

test('the same experiment gives the same curve again', async ({ app }) => {
  const curve = async () => {
    await app.startRun({ Updates: 30 })
    await expect(app.status).toContainText('Done')
    const rows = await app.tableUpTo(30, 'Loss')
    await app.button('Reset').click()
    return rows
  }
  expect(await curve()).toEqual(await curve())
})

test('the speed can be set from one update a second to as fast as possible', async ({ app }) => {
  await app.setSpeedStop(0)
  await app.startRun()
  await app.waitForUpdate(2)
  expect(await app.updates()).toBeLessThan(10)
  await app.setSpeedStop(10)
  await app.waitForUpdate(100)
})

test('learning rate and clip threshold change while it runs and leave a mark', async ({ app }) => {
  await app.startRun({ Updates: 100000, 'Hidden size': 4 })
  await app.waitForUpdate(50)
  await expect(app.field('Hidden size')).toBeDisabled()
  await app.fill({ 'Learning rate': 0.02, 'Clip threshold': 0.25 })

  const tuningEvents = () =>
    app.page.evaluate(async () => {
      const bridge = (
        window as unknown as {
          unroll: {
            request: Record<string, (payload: object) => Promise<{ value: { tuningEvents: object[] }[] }>>
          }
        }
      ).unroll
      return (await bridge.request['run:list']!({})).value[0]!.tuningEvents
    })
  await expect
    .poll(tuningEvents)
    .toEqual([
      expect.objectContaining({ field: 'optimizer.lr', from: 0.005, to: 0.02 }),
      expect.objectContaining({ field: 'clip.threshold', from: 1, to: 0.25 }),
    ])
  await expect(app.figure('Gradient norm')).toContainText('0.25')
})

test('when a run has ended, Start begins a fresh one with what the form says now', async ({ app }) => {
  await app.startRun({ Updates: 20 })
  await expect(app.status).toContainText('Done')
  await app.startRun({ Updates: 30, Cell: 'rnn' })
  await expect.poll(() => app.updates()).toBe(30)
  await expect(app.status).toContainText('all 30 updates completed. Another run is set aside.')

  // The first one comes back with all that was seen of it, and so does the second.
  for (const updates of [20, 30]) {
    await app.button('Undo').click()
    await expect(app.status).toContainText(`all ${updates} updates`)
    await expect(app.field('Updates')).toHaveValue(String(updates))
    await expect.poll(async () => (await app.table('Loss')).length).toBe(updates)
    await expect(app.figure('Gradient flow').locator('figcaption')).toContainText(/\d/)
  }
})

test('a run that explodes ends as diverged and says where', async ({ app }) => {
  await app.startRun({ Cell: 'residual', Optimizer: 'sgd', 'Learning rate': 0.1, Clipping: 'none' })
  await expect(app.status).toContainText(/Diverged at update \d:/)
})

test('the learning rate of every update is a readout and a curve: by the schedule and by what was tuned', async ({
  app,
}) => {
  await app.openMore('Optimizer')
  await app.setSpeedStop(3)
  await app.startRun({ Schedule: 'cosine', 'Learning rate': 0.01, Updates: 60 })
  await app.waitForUpdate(5)
  await app.fill({ 'Learning rate': 0.02 })
  await app.setSpeedStop(10)
  await expect(app.status).toContainText('Done')
  // Of the last of 60 updates: half a cosine is 1 - cos(pi / 60) over 2 from its end.
  await expect(app.page.locator('[data-readout=lr] dd')).toHaveText('1.37e-5')
  await app.page.getByRole('tab', { name: 'Learning rate' }).click()
  const rates = await app.tableUpTo(60, 'Learning rate')
  expect(rates[0]).toEqual({ update: 1, value: 0.01 })
  expect(rates.at(-1)!.value).toBeCloseTo(0.02 * (1 - Math.cos(Math.PI / 60)) * 0.5, 9)
  // The cosine falls all the way, but for where the rate was doubled.
  expect(rates.filter(({ value }, i) => i > 0 && value > rates[i - 1]!.value)).toHaveLength(1)
})
