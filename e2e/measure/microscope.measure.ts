import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures'
import { stepSlider } from '../microscopeKeys'
import { median, report } from './figures'
import { readProcessorTime } from './probes'

const ROUNDS = 3

interface Stride {
  readonly title: string
  readonly ms: number
  readonly elements: number
}

/**
 * Presses Page Down until the walk ends: how long each took until its frame was painted, and what then stood
 * there.
 */
function walkOn(page: Page): Promise<Stride[]> {
  return page.evaluate(async () => {
    const painted = (): Promise<void> =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve()
          port2.postMessage(null)
        })
      })
    const key = (name: string): boolean =>
      window.dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true }))
    const slider = document.querySelector<HTMLInputElement>('input[type="range"][aria-valuetext]')!
    key('Home')
    await painted()
    const strides: Stride[] = []
    while (slider.value !== slider.max) {
      await painted()
      const start = performance.now()
      key('PageDown')
      await painted()
      const ms = performance.now() - start
      const title = slider.getAttribute('aria-valuetext') ?? ''
      strides.push({ title, ms, elements: document.querySelectorAll('.microscope *').length })
    }
    return strides
  })
}

for (const cell of ['gru', 'lstm']) {
  for (const hiddenSize of [8, 16, 64, 128]) {
    test(`walking through an update in the Microscope: ${cell}, H = ${hiddenSize}, T = 20`, async ({
      app,
    }) => {
      const { electron, page } = app
      await electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800),
      )
      await app.startRun({ Cell: cell, 'Hidden size': hiddenSize, 'Sequence length': 20, Updates: 3 })
      await expect(app.status).toContainText('Done')
      await app.button('Microscope').click()
      await expect(stepSlider(app)).toBeVisible()
      let best: readonly Stride[] = []
      const costs: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const before = (await readProcessorTime(electron)).window
        const strides = await walkOn(page)
        costs.push((1000 * ((await readProcessorTime(electron)).window - before)) / strides.length)
        best = strides.map((stride, i) => ({
          ...stride,
          ms: Math.min(stride.ms, best[i]?.ms ?? Infinity),
        }))
      }
      for (const phase of ['Forward', 'Backward', '']) {
        const some = best.filter(({ title }) => title.startsWith(phase))
        const slowest = some.reduce((a, b) => (b.ms > a.ms ? b : a))
        report(phase || 'all', {
          'median ms': median(some.map(({ ms }) => ms)),
          'most ms': slowest.ms,
          at: slowest.title,
          elements: Math.max(...some.map(({ elements }) => elements)),
        })
      }
      report('processor time a step, ms', { least: Math.min(...costs) })
    })
  }
}
