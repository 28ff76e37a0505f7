import { afterEach, describe, expect, it } from 'vitest'
import type { Component } from 'vue'
import { createPlotLink } from '../../../charts/plot/plotLink'
import { GrowableColumn } from '../../../charts/data/growableColumn'
import { LossReader } from '../../../charts/data/lossFacts'
import { appendBatch, emptyColumns, overviewOf } from '../../../charts/data/series'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel } from '../../../testing/mountPanel.testing'
import GradNormFigure from './GradNormFigure.vue'
import LossFigure from './LossFigure.vue'

let figure: MountedPanel
afterEach(() => figure.close())

function columnOf(values: readonly number[]): GrowableColumn {
  const column = new GrowableColumn()
  column.append(Float64Array.from(values))
  return column
}

const caption = () => figure.root.querySelector('figcaption')!.textContent

/** A figure over columns of these losses, with gradients of norm 2 that are clipped to 1. */
async function mountFigure(
  component: Component,
  losses: readonly number[],
  props: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const columns = emptyColumns()
  const loss = Float64Array.from(losses)
  const gradNorm = loss.map((value) => (Number.isFinite(value) ? 2 : value))
  const lr = loss.map(() => 0.005)
  const gradNormClipped = gradNorm.map((value) => Math.min(value, 1))
  appendBatch(columns, { runId: 'run-1', firstUpdate: 0, columns: { loss, gradNorm, gradNormClipped, lr } })
  figure = await mountPanel(component, {
    column: columns.loss,
    columns,
    growth: { version: 1, numUpdates: losses.length },
    totalUpdates: 2000,
    marks: [],
    divergedAt: null,
    link: createPlotLink(),
    ...props,
  })
}

describe('the loss', () => {
  const mountLoss = (losses: readonly number[], props = {}) =>
    mountFigure(LossFigure, losses, {
      loss: 'mse',
      baseline: { loss: 1 / 6, formula: '1/6' },
      floor: null,
      facts: new LossReader(1 / 6).read(columnOf(losses)),
      ...props,
    })
  const falling = Array.from({ length: 300 }, (_, i) => 1 / (i + 1))

  it('of a branch names no newest update before it has made one of its own', async () => {
    const columns = emptyColumns(422)
    const shown = { column: columns.loss, columns, growth: { version: 1, numUpdates: 422 } }
    await mountLoss([], shown)
    const at = () => figure.root.querySelector('.at')!.textContent
    expect(at()).toBe('')
    columns.loss.append(Float64Array.of(0.1))
    await figure.set({ growth: { version: 2, numUpdates: 423 } })
    await expect.poll(at).toContain('Update 423')
  })

  it('of a text is told as perplexity and in bits too, beside the lines of other guessers', async () => {
    const guessers = [
      { name: 'uniform', loss: 0.6, formula: '' },
      { name: 'bigram', loss: 0.1, formula: '' },
    ]
    const losses = Array.from({ length: 300 }, () => Math.LN2)
    await mountLoss(losses, { isOfText: true, guessers })
    expect(caption()).toContain('Smoothed, perplexity 2.00, 1.00 bits per character.')
    expect(caption()).toContain('Other guesses lose: all alike 0.600, pairs 0.100.')
    await figure.set({ isOfText: false })
    expect(caption()).not.toContain('perplexity')
  })

  it('is told in a sentence: how it fell, and since when it is below half the baseline', async () => {
    await mountLoss(falling)
    expect(caption()).toMatch(
      /^Loss fell from 1.00 to .*; below half the baseline, 0\.0833, since update \d+\.$/,
    )
  })

  it('is measured from the floor where no network goes below one, which the legend names', async () => {
    await mountLoss([1, ...Array<number>(300).fill(0.19)], {
      floor: { loss: 0.1, formula: 'H' },
      facts: new LossReader(0.5, 0.1).read(columnOf([1, ...Array<number>(300).fill(0.19)])),
    })
    expect(caption()).toMatch(/; below half of the way from baseline to floor, 0\.300, since update \d+\.$/)
    expect(figure.root.querySelector('.levels')!.textContent).toContain('floor')
  })

  it('does not call a dip below the baseline more than that', async () => {
    await mountLoss([1, ...Array<number>(300).fill(0.16)])
    expect(caption()).toMatch(/^Loss fell from 1\.00 to 0\.160; not yet below half the baseline, 0\.0833\.$/)
  })

  it('says that it was below and is above again', async () => {
    await mountLoss([1, ...Array<number>(100).fill(0.01), ...Array<number>(100).fill(0.5)])
    expect(caption()).toMatch(/; again above half the baseline, 0\.0833, after it was below\.$/)
    figure.close()
    await mountLoss([0.05, 0.04])
    expect(caption()).toMatch(/; below half the baseline, 0\.0833, from the start\.$/)
  })

  it('is told from its first update on, and before it', async () => {
    await mountLoss([])
    expect(caption()).toBe('No updates yet.')
    figure.close()
    await mountLoss([0.5])
    expect(caption()).toContain('0.500')
  })

  it('says where it was not finite, and where the run diverged', async () => {
    await mountLoss([1, NaN, 1])
    expect(caption()).toContain('First non-finite value at update 2, 1 in all.')
    figure.close()
    await mountLoss([1, 1], { divergedAt: 2 })
    expect(caption()).toContain('never below half the baseline, 0.0833. Diverged at update 3.')
  })

  it('says of a run that is still being read its newest value, and nothing that needs all of it', async () => {
    const [updates, column] = [Float64Array.of(0, 499_999, 999_999), () => Float64Array.of(9, 0.25, 0.5)]
    const columns = { loss: column(), gradNorm: column(), gradNormClipped: column(), lr: column() }
    const overview = overviewOf({ runId: 'run-1', length: 1_000_000, updates, columns })
    await mountLoss([9], { growth: { version: 1, numUpdates: 1_000_000, overview } })
    expect(caption()).toBe('Until all of the run is read, the curve shows its extremes.')
    const legend = figure.root.querySelector('.legend')!.textContent
    expect(legend).toMatch(/^Update 1,000,000newest.*0\.5000smoothed–/)
    await figure.press('Table of Loss')
    expect([...figure.root.querySelectorAll('thead th')].map(({ textContent }) => textContent)).toHaveLength(
      2,
    )
    expect(figure.root.textContent).toContain('3 of 1,000,000 updates')
  })

  it('gives a table in place of a chart', async () => {
    await mountLoss([1, 1 / 2, 1 / 3])
    await figure.press('Table of Loss')
    const cells = [...figure.root.querySelectorAll('tbody td:nth-child(2)')]
    expect(cells.map(({ textContent }) => textContent)).toEqual(['1.00000', '0.500000', '0.333333'])
  })
})

describe('the gradient’s norm', () => {
  const mountNorm = (losses: readonly number[], props = {}) =>
    mountFigure(GradNormFigure, losses, { threshold: 1, isNormLimit: true, clippedShare: 1, ...props })

  it('is told in a sentence with the share of updates that were clipped', async () => {
    await mountNorm([1, 1])
    expect(caption()).toContain('100% of the updates clipped')
    await figure.set({ clippedShare: 0 })
    expect(caption()).not.toContain('%')
  })

  it('is told of one update without a range', async () => {
    await mountNorm([1])
    expect(caption()).toBe('One update so far, of gradient norm 2.00, clipped to 1.00.')
    await figure.set({ clippedShare: 0 })
    expect(caption()).toBe('One update so far, of gradient norm 2.00; no update clipped.')
    await figure.set({ threshold: null })
    await expect.poll(caption).toBe('One update so far, of gradient norm 2.00; clipping is off.')
  })

  it('shows the threshold where it limits the norm that is drawn', async () => {
    await mountNorm([1, 1], { threshold: 0.5 })
    expect(figure.getByText('0.5')).toBeTruthy()
    await figure.set({ isNormLimit: false })
    expect(figure.queryByText('0.5')).toBe(null)
  })
})
