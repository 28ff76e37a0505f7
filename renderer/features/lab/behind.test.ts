import { within } from '@testing-library/dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryHost } from '../../client/memoryHost.testing'
import { useKeptRunsStore } from '../../stores/keptRuns'
import { giveElementsSize } from '../../testing/elementSize.testing'
import { keptRun } from '../../testing/keptRun.testing'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../testing/mountPanel.testing'
import LabView from './LabView.vue'

const TITLE = 'Finished run behind the curves'
const page = within(document.body)
let lab: MountedPanel
let restoreSize: () => void
beforeEach(() => void (restoreSize = giveElementsSize(1200, 480)))
afterEach(() => {
  lab.close()
  restoreSize()
  localStorage.clear()
})

async function open(): Promise<void> {
  const host = new MemoryHost()
  host.kept = [
    keptRun('a', { name: 'before', updates: 40 }),
    keptRun('b', { name: 'later', updates: 40, written: '2026-11-29T00:00:00.000Z' }),
    keptRun('c', { name: 'goes on', status: 'paused' }),
    keptRun('d', { name: 'of another task', task: 'copy' }),
  ]
  host.lossOf = () => 0.25
  lab = await mountPanel(LabView, {}, { host, prepare: () => useKeptRunsStore().load() })
}
async function openMenu(): Promise<void> {
  const trigger = lab.getByRole('button', { name: TITLE })
  trigger.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await settle()
}
async function choose(name: string): Promise<void> {
  await openMenu()
  page.getByRole('menuitemradio', { name }).click()
  await settle()
}
const train = (count: number) =>
  lab.host.train(Array.from({ length: count }, (_, i) => ({ loss: 1 / (i + 1), gradNorm: 2 })))
/** How many dashed lines each curve has behind its own, which come after it. */
const behind = () =>
  lab.frames.slice(0, 2).map((drawn) => {
    const { lines } = drawn.at(-1)!
    return lines.findIndex(({ hue, dash }) => hue === 'data-3' && dash?.length === 2)
  })
const legend = (figure: string) => lab.getByRole('figure', { name: figure }).textContent

describe('a finished run behind the one that trains', () => {
  it('is chosen by name among those of the task that have ended, newest first', async () => {
    await open()
    await openMenu()
    expect(page.getAllByRole('menuitemradio').map(({ textContent }) => textContent)).toEqual([
      ...['None', 'later', 'before'],
    ])
  })

  it('is drawn dashed and behind in loss and gradient norm, with its value where the run is', async () => {
    await open()
    await choose('before')
    await lab.press('Start')
    train(12)
    await expect.poll(() => legend('Loss')).toMatch(/behind: before\s*0\.2500/)
    await expect.poll(() => legend('Gradient norm')).toMatch(/behind: before\s*1\.000/)
    // In the loss the updates themselves are fainter still.
    expect(behind()).toEqual([1, 0])
    await choose('None')
    expect(behind()).toEqual([-1, -1])
    expect(legend('Loss')).not.toContain('behind')
  })

  it('is found again by the next page, and is none where another task is shown', async () => {
    await open()
    await choose('later')
    lab.close()
    await open()
    await expect.poll(() => legend('Loss')).toContain('behind: later')
    await lab.type('Task', 'copy')
    expect(legend('Loss')).not.toContain('behind')
  })

  it('says that there is none yet', async () => {
    lab = await mountPanel(LabView)
    await openMenu()
    expect(page.getByRole('menu').textContent).toContain('No other run of this task has ended yet.')
  })
})
