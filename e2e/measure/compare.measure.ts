import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, openLab, PROJECT, test } from '../fixtures'
import { report } from './figures'
import { measureEventLoop, measureFrames, readProcessorTime } from './probes'

/*
 * How smoothly many runs are listed and compared. The data folder is made by `scripts/prove/manyRuns.mjs`,
 * which this calls: 1,000 runs, of which twelve have 100,000 updates.
 */

async function withRuns(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-many-'))
  try {
    const { makeRuns } = (await import(join(PROJECT, 'scripts/prove/manyRuns.mjs'))) as {
      makeRuns(data: string): Promise<void>
    }
    await makeRuns(folder)
    await act(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('a thousand runs are scrolled, and twelve of 100,000 updates are laid over one another and panned', async () => {
  await withRuns(async (folder) => {
    const electron = await launch(folder, { switches: [`--data-dir=${folder}`] })
    const app = await openLab(electron)
    await app.goTo('Runs')
    await app.page.getByText('1,000 runs').waitFor()
    const table = app.page.locator('.viewport')
    await table.hover()
    const scrolling = app.page.evaluate(() => {
      const element = document.querySelector('.viewport')!
      const step = () => {
        element.scrollTop += 60
        if (element.scrollTop < 40_000) requestAnimationFrame(step)
      }
      step()
    })
    report('frames/s while 1,000 runs are scrolled', { mean: await measureFrames(app.page, 4000) })
    await scrolling

    await app.page.getByRole('searchbox').fill('name:long')
    await app.page.getByText('12 of 1,000 runs').waitFor()
    await app.page.getByRole('checkbox', { name: 'Select all' }).check()
    const ms = await app.page.evaluate(async () => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) =>
        textContent.includes('Compare 12'),
      )!
      const begun = performance.now()
      button.click()
      const cells = () => [...document.querySelectorAll('.run-list td.number')]
      while (cells().length < 24 || cells().some(({ textContent }) => textContent.trim() === '–')) {
        await new Promise(requestAnimationFrame)
      }
      await new Promise(requestAnimationFrame)
      return performance.now() - begun
    })
    report('ms until twelve runs of 100,000 updates are drawn', { once: ms })

    const plot = app.page.getByRole('slider').first()
    await plot.focus()
    for (let i = 0; i < 6; i++) await plot.press('+')
    const pan = app.page.evaluate(async () => {
      const host = document.querySelector('.line-plot')!
      const box = host.getBoundingClientRect()
      const at = (x: number, type: string, buttons: number) =>
        host.dispatchEvent(
          new PointerEvent(type, {
            ...{ bubbles: true, button: 0, buttons, pointerId: 1 },
            ...{ clientX: box.left + x, clientY: box.top + box.height / 2 },
          }),
        )
      at(300, 'pointerdown', 1)
      const begun = performance.now()
      while (performance.now() - begun < 4000) {
        at(300 + 150 * Math.sin((performance.now() - begun) / 300), 'pointermove', 1)
        await new Promise(requestAnimationFrame)
      }
      at(300, 'pointerup', 0)
    })
    report('frames/s while they are panned', { mean: await measureFrames(app.page, 3500) })
    await pan
    await electron.close()
  })
})

test('a grid of 60 short trials keeps the processors busy, and the main process free', async ({ app }) => {
  await app.fill({ Cell: 'lstm', 'Sequence length': 30, 'Hidden size': 32, Updates: 400 })
  await app.goTo('Runs')
  await app.button('Sweep …').click()
  const values = Array.from({ length: 60 }, (_, i) => (0.001 + i / 10_000).toFixed(4))
  await app.field('Values of Learning rate').fill(values.join(', '))
  await app.button('Train 60 trials').click()
  await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)))
  const [before, begun] = [await readProcessorTime(app.electron), performance.now()]
  const delay = await measureEventLoop(app.electron, 6000)
  const seconds = (performance.now() - begun) / 1000
  const used = (await readProcessorTime(app.electron)).main - before.main
  const processors = await app.electron.evaluate(() =>
    process.getBuiltinModule('node:os').availableParallelism(),
  )
  report('share of the processors that the main process and its threads use', {
    mean: used / seconds / processors,
  })
  report('main event loop meanwhile, ms', { p99: delay.p99, max: delay.max })
})
