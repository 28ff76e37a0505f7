import { expect, launch, openLab, test } from '../fixtures'
import type { Fields } from '../app'
import { commandLineUpdatesPerSecond, median, NUM_UPDATES, NUM_WARM_UP, report } from './figures'
import { measureEventLoop, measureFirstPoint, measureFrames, measureMemory, measureUpdates } from './probes'

const TINY: Fields = { Cell: 'rnn', 'Hidden size': 4, 'Sequence length': 5, 'Batch size': 4 }
const HEAVY: Fields = {
  Precision: 'float32',
  Cell: 'lstm',
  'Hidden size': 256,
  'Sequence length': 100,
  'Batch size': 64,
}
const ROUNDS = 5

test('smoothness at full training speed over 20 s', async ({ app }) => {
  await app.startRun({ ...TINY, Updates: 10_000_000 })
  await app.waitForUpdate(1000)
  const before = await app.updates()
  const [delay, frames] = await Promise.all([
    measureEventLoop(app.electron, 20_000),
    measureFrames(app.page, 20_000),
  ])
  report('main event loop, ms', { ...delay })
  report('window', { framesPerSecond: frames, updatesPerSecond: ((await app.updates()) - before) / 20 })
})

test('smoothness while H = 256 trains on all threads, over 20 s', async ({ app }) => {
  await app.openMore('Training')
  await app.startRun({ ...HEAVY, Updates: 1_000_000 })
  await app.waitForUpdate(3)
  const [delay, frames] = await Promise.all([
    measureEventLoop(app.electron, 20_000),
    measureFrames(app.page, 20_000),
  ])
  report('main event loop, ms', { ...delay })
  report('window', { framesPerSecond: frames })
})

test('panning and zooming over 1,000,000 points', async ({ app }) => {
  await app.startRun({ ...TINY, 'Hidden size': 1, 'Sequence length': 2, 'Batch size': 1, Updates: 1_000_000 })
  await expect(app.status).toContainText('Done', { timeout: 200_000 })
  const plot = await app.figure('Loss').locator('canvas').boundingBox()
  if (!plot) throw new Error('the plot is not there')
  await app.page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height / 2)
  const frames = measureFrames(app.page, 5000)
  await app.page.keyboard.down('Control')
  for (let turn = 0; turn < 12; turn++) await app.page.mouse.wheel(0, turn < 6 ? -120 : 60)
  await app.page.keyboard.up('Control')
  await app.page.mouse.down()
  for (let x = -200; x <= 200; x += 10) await app.page.mouse.move(plot.x + plot.width / 2 + x, plot.y + 60)
  await app.page.mouse.up()
  report('window', { framesPerSecond: await frames })
})

test('from the click on Start to the first point', async ({ app }) => {
  const delays: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await app.fill({ Updates: 2000 })
    delays.push(await measureFirstPoint(app.page))
    await app.waitForUpdate(500)
    await app.button('Reset').click()
    await expect(app.button('Start')).toBeEnabled()
  }
  report('ms', { median: median(delays), most: Math.max(...delays) })
})

test('training with all diagnostics in sight against none', async ({ app }) => {
  const speeds = { none: [] as number[], flow: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const shown of ['none', 'flow'] as const) {
      // The learning rate is no diagnostic: it comes with the run's log.
      await app.page.getByRole('tab', { name: shown === 'none' ? 'Learning rate' : 'Gradient flow' }).click()
      await app.fill({ Updates: NUM_UPDATES })
      const speed = measureUpdates(app.page, NUM_WARM_UP, NUM_UPDATES)
      await app.button('Start').click()
      speeds[shown].push(await speed)
      await app.button('Reset').click()
      await expect(app.button('Start')).toBeEnabled()
    }
  }
  report('updates a second', { none: median(speeds.none), shown: median(speeds.flow) })
})

test('memory of a run of 100,000 updates', async ({ app }) => {
  await app.startRun({ ...TINY, Updates: 100 })
  await app.waitForUpdate(100)
  await app.button('Reset').click()
  const before = await measureMemory(app.electron)
  await app.startRun({ ...TINY, Updates: 100_000 })
  await app.waitForUpdate(100_000)
  const after = await measureMemory(app.electron)
  report('growth, MB', { main: after.main - before.main, window: after.window - before.window })
})

test('training with an open window against the command line', async ({ app }) => {
  const watched: number[] = []
  const alone: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await app.fill({ Updates: NUM_UPDATES })
    const speed = measureUpdates(app.page, NUM_WARM_UP, NUM_UPDATES)
    await app.button('Start').click()
    watched.push(await speed)
    await app.button('Reset').click()
    alone.push(await commandLineUpdatesPerSecond())
  }
  report('updates a second', {
    watched: median(watched),
    alone: median(alone),
    'watched / alone, median of rounds': median(watched.map((speed, round) => speed / alone[round]!)),
  })
})

test('from the launch to a window that can be used', async ({ userData }) => {
  const seconds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const electron = await launch(userData)
    await openLab(electron)
    seconds.push((performance.now() - start) / 1000)
    await electron.close()
  }
  report('seconds', { median: median(seconds), most: Math.max(...seconds) })
})
