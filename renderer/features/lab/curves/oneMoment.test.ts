import { afterEach, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { defineComponent, h, nextTick, shallowReactive } from 'vue'
import { createPlotLink } from '../../../charts/plot/plotLink'
import { appendBatch, emptyColumns } from '../../../charts/data/series'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel } from '../../../testing/mountPanel.testing'
import { useLossFacts } from '../useLossFacts'
import GradNormFigure from './GradNormFigure.vue'
import LossFigure from './LossFigure.vue'

let figure: MountedPanel
afterEach(() => {
  figure.close()
  vi.useRealTimers()
})

const text = (selector: string): string => figure.root.querySelector(selector)!.textContent
const legendUpdate = (): number => Number(/Update ([\d,]+)/.exec(text('.legend .at'))?.[1]?.replace(',', ''))

/**
 * Trains seven updates every 60 ms, and looks after each change. The norm of an update is its number, the
 * loss 1000 less that.
 */
async function watchTraining(component: Component, look: () => void): Promise<void> {
  const columns = emptyColumns()
  const growth = shallowReactive({ version: 0, numUpdates: 0 })
  figure = await mountPanel(component, {
    column: columns.loss,
    columns,
    growth,
    totalUpdates: 2000,
    loss: 'mse',
    baseline: { loss: 1 / 6, formula: '1/6' },
    floor: null,
    threshold: null,
    isNormLimit: false,
    clippedShare: 0,
    marks: [],
    divergedAt: null,
    link: createPlotLink(),
  })
  vi.useFakeTimers({ now: 1000, toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  for (let i = 0; i < 30; i++) {
    const gradNorm = Float64Array.from({ length: 7 }, (_, k) => growth.numUpdates + k + 1)
    const batch = {
      loss: gradNorm.map((n) => 1000 - n),
      gradNorm,
      gradNormClipped: gradNorm,
      lr: gradNorm.map(() => 0.005),
    }
    appendBatch(columns, { runId: 'run-1', firstUpdate: growth.numUpdates, columns: batch })
    growth.numUpdates += 7
    growth.version++
    await nextTick()
    look()
    vi.advanceTimersByTime(60)
    await nextTick()
    look()
  }
}

it('the gradient norm’s caption tells of the update that its legend names', async () => {
  const updates = new Set<number>()
  await watchTraining(GradNormFigure, () => {
    updates.add(legendUpdate())
    expect(text('figcaption')).toContain(`now ${legendUpdate().toPrecision(3)};`)
  })
  expect(updates.size).toBeGreaterThan(5)
})

it('the loss’s caption tells of the update that its legend names', async () => {
  const withFacts = defineComponent({
    inheritAttrs: false,
    setup(_, { attrs }) {
      const props = attrs as unknown as InstanceType<typeof LossFigure>['$props']
      const { growth, column, baseline } = props
      const facts = useLossFacts(() => ({
        ...{ column, version: growth.version, baseline: baseline?.loss ?? NaN, floor: 0, solvedAt: 1 / 20 },
      }))
      return () => h(LossFigure, { ...props, facts: facts.value })
    },
  })
  const updates = new Set<number>()
  await watchTraining(withFacts, () => {
    updates.add(legendUpdate())
    const smoothed = Number(figure.root.querySelectorAll('.legend .value')[1]!.textContent)
    const told =
      /(?:to|near) ([\d.]+)/.exec(text('figcaption'))?.[1] ?? /: ([\d.]+)/.exec(text('figcaption'))![1]
    // Three digits beside four; from one batch to the next the smoothed loss falls by more.
    expect(Math.abs(Number(told) - smoothed)).toBeLessThan(1)
  })
  expect(updates.size).toBeGreaterThan(5)
})
