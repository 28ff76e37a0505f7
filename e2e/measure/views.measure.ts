import type { LabApp } from '../app'
import { expect, test } from '../fixtures'
import { best, median, report } from './figures'
import { measureEventLoop, measureFrames, measureTraffic, observeAll, readProcessorTime } from './probes'

const TINY = { Cell: 'rnn', 'Hidden size': 4, 'Sequence length': 5, 'Batch size': 4, Updates: 10_000_000 }
/** Wide enough for both columns, high enough for all that stands in them. */
const WINDOW = { width: 1920, height: 1300 }
const ROUNDS = 5
const WARM_UP_MS = 1000
const TAB_MS = 1500

async function startAfresh(app: LabApp): Promise<void> {
  await app.startRun(TINY)
  await app.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), WARM_UP_MS)
}

async function reset(app: LabApp): Promise<void> {
  await app.button('Lab').click()
  await app.button('Reset').click()
  await expect(app.button('Start')).toBeEnabled()
}

/**
 * Everything in the Lab is in sight in a window of this size: both curves, the diagnostics, the sample. Of
 * the diagnostics one figure is shown at a time, so their tabs are gone through, while every view is computed
 * and sent all the time. Off: another view is shown, so that nothing is drawn and nothing computed for it.
 */
test('all views of the Lab on against all off, tiny model at full speed, in turns', async ({ app }) => {
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, WINDOW)
  await expect.poll(() => app.page.evaluate(() => innerHeight)).toBe(WINDOW.height)
  const tabs = await app.page.getByRole('tab').allInnerTexts()
  const off: number[] = []
  const on: number[] = []
  const [frames, delays, costs] = [new Map<string, number[]>(), [] as number[], [] as number[]]
  let views: Readonly<Record<string, number>> = {}

  for (let round = 0; round < ROUNDS; round++) {
    await startAfresh(app)
    await app.button('Runs').click()
    off.push((await measureTraffic(app.page, 3 * TAB_MS)).updatesPerSecond)
    await reset(app)

    await startAfresh(app)
    for (const name of ['Loss', 'Gradient norm', 'Live sample']) {
      await expect(app.figure(name)).toBeInViewport({ ratio: 1 })
    }
    const traffic = measureTraffic(app.page, tabs.length * TAB_MS)
    const delay = measureEventLoop(app.electron, tabs.length * TAB_MS)
    for (const tab of tabs) {
      await app.page.getByRole('tab', { name: tab, exact: true }).click()
      await expect(app.page.getByRole('tabpanel').getByRole('figure').first()).toBeInViewport({ ratio: 1 })
      await observeAll(app.page)
      const before = await readProcessorTime(app.electron)
      const perSecond = await measureFrames(app.page, TAB_MS)
      const seconds = (await readProcessorTime(app.electron)).window - before.window
      frames.set(tab, [...(frames.get(tab) ?? []), perSecond])
      costs.push((1000 * seconds) / ((perSecond * TAB_MS) / 1000))
    }
    const seen = await traffic
    on.push(seen.updatesPerSecond)
    views = seen.views
    delays.push((await delay).p99)
    await reset(app)
  }

  report('updates a second', { off: median(off), on: median(on) })
  const ratios = on.map((speed, round) => speed / off[round]!)
  report('on / off', { median: median(ratios), best: best(ratios, 1) })
  report('main event loop p99, ms', { median: median(delays), best: best(delays, -1) })
  for (const [tab, each] of frames) report(`frames/s, ${tab}`, { median: median(each), best: best(each, 1) })
  report('processor time of the window a frame, ms', { median: median(costs), best: best(costs, -1) })
  report('times a second', views)
})

test('processor time of the main process while an ended run can still be inspected, over 5 s', async ({
  app,
}) => {
  await app.startRun({ ...TINY, Updates: 1000 })
  await expect(app.status).toContainText('Done')
  await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3000)))
  const before = await readProcessorTime(app.electron)
  await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5000)))
  report('ms', { main: 1000 * ((await readProcessorTime(app.electron)).main - before.main) })
})
