import type { ElectronApplication, Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, launch, openLab, PROJECT, test } from '../fixtures'
import { best, median, report } from './figures'
import { measureMemory } from './probes'

const ROUNDS = 5
const UPDATES = 1_000_000

/** The longest time between two frames from now on, until it is asked for, in ms. */
async function watchFrames(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    let last = performance.now()
    const watch = { longest: 0 }
    Object.assign(window, { watch })
    const frame = (now: number) => {
      watch.longest = Math.max(watch.longest, now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  return () => page.evaluate(() => (window as unknown as { watch: { longest: number } }).watch.longest)
}

/**
 * The delay of the main process's event loop from now on, until it is asked for, in ms beyond the probe's own
 * 10.
 */
async function watchMain(
  electron: ElectronApplication,
): Promise<() => Promise<{ p99: number; max: number }>> {
  await electron.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    Object.assign(globalThis, { delay })
  })
  return () =>
    electron.evaluate(() => {
      const { delay } = globalThis as unknown as { delay: { percentile(p: number): number; max: number } }
      const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 10)
      return { p99: beyond(delay.percentile(99)), max: beyond(delay.max) }
    })
}

test('a run of 1,000,000 updates as CSV, Parquet, a picture and a zip, from the window', async ({
  userData,
}, info) => {
  execFileSync(process.execPath, [join(PROJECT, 'scripts/prove/makeRuns.mjs'), userData, '1', '10'])
  const electron = await launch(userData)
  const app = await openLab(electron)
  await app.goTo('Runs')
  await app.page
    .getByRole('row')
    .filter({ hasText: UPDATES.toLocaleString('en') })
    .focus()
  for (const format of ['csv', 'parquet', 'png', 'zip']) {
    const seconds: number[] = []
    const frames: number[] = []
    const delays: { p99: number; max: number }[] = []
    let path = ''
    for (let round = 0; round < ROUNDS; round++) {
      path = info.outputPath(`run-${round}.${format}`)
      await electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      }, path)
      await app.button('Export …').click()
      const form = app.page.getByRole('form', { name: 'Export a run' })
      await form.getByLabel('Format').selectOption(format)
      const longestFrame = await watchFrames(app.page)
      const mainDelay = await watchMain(electron)
      const start = performance.now()
      await form.getByRole('button', { name: 'Export …' }).click()
      await expect(app.page.getByText(`Exported to ${path}`)).toBeVisible({ timeout: 60_000 })
      seconds.push((performance.now() - start) / 1000)
      frames.push(await longestFrame())
      delays.push(await mainDelay())
    }
    report(format, {
      ...{ 'median s': median(seconds), 'least s': best(seconds, -1), 'most s': best(seconds, 1) },
      ...{ 'longest frame ms': best(frames, 1), MB: (await stat(path)).size / 1e6 },
      'main loop p99 ms': best(
        delays.map(({ p99 }) => p99),
        1,
      ),
      'main loop max ms': best(
        delays.map(({ max }) => max),
        1,
      ),
    })
  }
  report('memory afterwards, MB', { ...(await measureMemory(electron)) })
  await electron.close()
})
