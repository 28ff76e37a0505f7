import type { Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { LabApp } from '../app'
import { expect, launch, openLab, PROJECT, test } from '../fixtures'
import { best, median, report } from './figures'
import { measureFrames, readProcessorTime } from './probes'

const RUNS = 1000
const UPDATES = 10_000
const LONG_UPDATES = 1_000_000
const ROUNDS = 5
const SCROLLED_MS = 3000
const PANNED_MS = 4000

/** A data folder with so many runs that nobody has trained, and one of a million updates. */
function makeRuns(data: string, runs: number, updates: number): void {
  const script = join(PROJECT, 'scripts', 'prove', 'makeRuns.mjs')
  execFileSync(process.execPath, [script, data, String(runs), String(updates)])
}

/** Frames a second, and processor time of the window as a share of a core, while something is done to it. */
async function measureMoving(app: LabApp, ms: number, move: () => Promise<void>) {
  const before = (await readProcessorTime(app.electron)).window
  const frames = measureFrames(app.page, ms)
  await move()
  const framesPerSecond = await frames
  const seconds = (await readProcessorTime(app.electron)).window - before
  return { framesPerSecond, 'cores of the window': (1000 * seconds) / ms }
}

/** Turns the wheel for a while, in both directions, once a frame. */
function turnWheel(page: Page, ms: number): Promise<void> {
  const end = performance.now() + ms
  const turn = async (count: number): Promise<void> => {
    await page.mouse.wheel(0, count % 60 < 40 ? 160 : -160)
    if (performance.now() < end) await turn(count + 1)
  }
  return turn(0)
}

test(`the table of ${RUNS} runs of ${UPDATES} updates`, async ({ userData }) => {
  makeRuns(userData, RUNS - 1, UPDATES)
  const seconds: number[] = []
  const complete: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const electron = await launch(userData)
    const app = await openLab(electron)
    const start = performance.now()
    await app.button('Runs').click()
    await app.page.getByRole('row').nth(1).focus()
    await expect(app.page.getByRole('region', { name: 'Chosen run' })).toBeVisible()
    seconds.push((performance.now() - start) / 1000)
    await expect(app.page.getByText(`${RUNS.toLocaleString('en')} runs`)).toBeVisible({ timeout: 60_000 })
    complete.push((performance.now() - start) / 1000)
    if (round === ROUNDS - 1) {
      const table = (await app.page.getByRole('grid').boundingBox())!
      await app.page.mouse.move(table.x + 300, table.y + 200)
      report('scrolling', {
        ...(await measureMoving(app, SCROLLED_MS, () => turnWheel(app.page, SCROLLED_MS))),
      })
    }
    await electron.close()
  }
  const [cold, ...warm] = seconds
  report('from the window to the table, s', {
    'without a cache': cold!,
    median: median(warm),
    least: best(warm, -1),
  })
  report('until all runs are in it, s', {
    'without a cache': complete[0]!,
    median: median(complete.slice(1)),
  })
})

test('a run of 1,000,000 updates from disk', async ({ userData }) => {
  makeRuns(userData, 1, UPDATES)
  const seconds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const electron = await launch(userData)
    const app = await openLab(electron)
    await app.goTo('Runs')
    const row = app.page.getByRole('row').filter({ hasText: LONG_UPDATES.toLocaleString('en') })
    await row.focus()
    const start = performance.now()
    await row.press('Enter')
    const newest = app.figure('Loss').getByText(`Update ${LONG_UPDATES.toLocaleString('en')}`)
    await expect(newest.first()).toBeVisible()
    seconds.push((performance.now() - start) / 1000)
    if (round === ROUNDS - 1) await pan(app)
    await electron.close()
  }
  report('from Enter to its curves, s', { median: median(seconds), least: best(seconds, -1) })
})

/** Zooms into the loss and drags it to and fro. */
async function pan(app: LabApp): Promise<void> {
  const { page } = app
  const plot = (await app.figure('Loss').locator('canvas').boundingBox())!
  const middle = { x: plot.x + plot.width / 2, y: plot.y + plot.height / 2 }
  await page.mouse.move(middle.x, middle.y)
  await page.keyboard.down('Control')
  for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -120)
  await page.keyboard.up('Control')
  const end = performance.now() + PANNED_MS
  const drag = async (at: number): Promise<void> => {
    await page.mouse.move(middle.x + 120 * Math.sin(at / 8), middle.y)
    if (performance.now() < end) await drag(at + 1)
  }
  await page.mouse.down()
  report('panning', { ...(await measureMoving(app, PANNED_MS, () => drag(0))) })
  await page.mouse.up()
}
