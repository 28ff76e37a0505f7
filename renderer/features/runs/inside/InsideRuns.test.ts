import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryHost } from '../../../client/memoryHost.testing'
import { createPlotLink } from '../../../charts/plot/plotLink'
import { runRow } from '../../../stores/runRow'
import { giveElementsSize } from '../../../testing/elementSize.testing'
import { keptRun } from '../../../testing/keptRun.testing'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../../testing/mountPanel.testing'
import { everyView } from '../../../testing/observation.testing'
import { looksOf } from '../compare/runLook'
import InsideRuns from './InsideRuns.vue'

let view: MountedPanel
let host: MemoryHost
let restoreSize: () => void
beforeEach(() => void (restoreSize = giveElementsSize(400, 200)))
afterEach(() => {
  view.close()
  restoreSize()
  localStorage.clear()
})

const seen = everyView(9)
const link = createPlotLink()
const rows = ['a', 'b', 'c'].map((id) =>
  runRow(id, keptRun(id, { name: `run ${id}`, updates: 50 }), undefined),
)

async function open(choice: string): Promise<void> {
  host = new MemoryHost()
  for (const [id, scale] of [
    ['a', 1],
    ['b', 1e-6],
  ] as const) {
    const layers = seen.flow!.layers.map((layer) => ({ ...layer, h: layer.h.map((norm) => scale * norm) }))
    host.flows.set(id, [
      { update: 0, flow: { layers } },
      { update: 9, flow: { layers } },
    ])
  }
  host.nextStates.set('a', { update: 50, states: seen.states! })
  host.nextStates.set('b', { update: 50, states: { ...seen.states!, gates: [] } })
  view = await mountPanel(InsideRuns, { rows, looks: looksOf(rows), link }, { host })
  expect(host.payloads('kept:flow')).toEqual([])
  view.getByRole('radio', { name: choice }).click()
  await settle()
}
const partOf = (name: string) => view.getByRole('region', { name })

describe('what is inside the networks of several runs', () => {
  it('is the gradient flow of each in the same colors, with one cursor, and the words where there is none', async () => {
    await open('Gradient flow')
    await expect
      .poll(() => partOf('run c').textContent)
      .toContain('No gradient flow was recorded of this run.')
    // From the least of one to the greatest of the other.
    expect(view.root.querySelector('.scale')!.textContent).toMatch(/1e-1\d.*1$/)
    const plots = view.getAllByRole('slider', { name: /^Gradient flow of run/ })
    expect(plots).toHaveLength(2)
    await view.key('ArrowUp', plots[0]!)
    for (const name of ['run a', 'run b']) {
      expect(partOf(name).textContent).toMatch(/Update 10, t = 20, [\d.e-]+/)
    }
  })

  it('is a gate of each, unit by unit, or that a network has none', async () => {
    await open('Gates')
    await expect.poll(() => partOf('run c').textContent).toContain('c has no checkpoint')
    expect(partOf('run a').textContent).toContain('With the weights after 50 updates.')
    expect(partOf('run b').textContent).toContain('This network has no forget gate f.')
    await view.type('Gate', 'o')
    expect(partOf('run b').textContent).toContain('This network has no output gate o.')
  })

  it('is the way of each state, on axes of one length', async () => {
    await open('Trajectory')
    await expect.poll(() => view.getAllByRole('slider', { name: 'State trajectory' })).toHaveLength(2)
    expect(partOf('run a').textContent).toContain('principal component 1')
    // It is the choice of the next comparison, too.
    view.close()
    view = await mountPanel(InsideRuns, { rows, looks: looksOf(rows), link }, { host })
    await expect.poll(() => view.getAllByRole('slider', { name: 'State trajectory' })).toHaveLength(2)
  })
})
