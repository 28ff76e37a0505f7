import { afterEach, describe, expect, it } from 'vitest'
import { GrowableColumn } from '../../charts/data/growableColumn'
import { createPlotLink } from '../../charts/plot/plotLink'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { giveElementsSize } from '../../testing/elementSize.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import LearningRateFigure from './LearningRateFigure.vue'

describe('the learning rate', () => {
  let panel: MountedPanel
  const forgetSize = giveElementsSize(600, 200)
  afterEach(() => {
    panel.close()
    forgetSize()
  })

  const mount = async (...rates: number[]) => {
    const column = new GrowableColumn()
    column.append(Float64Array.from(rates))
    panel = await mountPanel(LearningRateFigure, {
      column,
      growth: { version: rates.length, numUpdates: rates.length },
      totalUpdates: 100,
      marks: [],
      link: createPlotLink(),
    })
  }
  const caption = () =>
    panel.getByRole('figure', { name: 'Learning rate' }).querySelector('figcaption')!.textContent

  it('is drawn update by update on a linear axis, which shows 0 as well', async () => {
    await mount(0.1, 0.05, 0)
    const { y, lines } = panel.frames[0]!.at(-1)!
    expect(y.kind).toBe('linear')
    expect(lines[0]!.points.map((point) => point.y)).toEqual([0.1, 0.05, 0])
    expect(caption()).toBe('At update 3 the learning rate is 0; so far it was between 0 and 0.100.')
  })

  it('says of a constant one that it is', async () => {
    await mount(0.1, 0.1)
    expect(caption()).toBe('The learning rate was 0.100 at every update up to update 2.')
  })

  it('says that there is nothing yet', async () => {
    await mount()
    expect(caption()).toBe('Appears here with the first update.')
  })
})
