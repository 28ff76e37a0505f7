import { within } from '@testing-library/dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useKeptRunsStore } from '../../stores/keptRuns'
import { keptRun } from '../../testing/keptRun.testing'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../testing/mountPanel.testing'
import LabView from './LabView.vue'

describe('a branch in the Lab', () => {
  let lab: MountedPanel
  beforeEach(async () => {
    lab = await mountPanel(LabView)
  })
  afterEach(() => lab.close())

  const field = (label: string) => lab.getByLabelText<HTMLInputElement>(label)
  const page = within(document.body)
  const menu = () => lab.getByRole('button', { name: 'Branch or rewind' })
  const note = () => lab.queryByRole('note')?.textContent.trim()

  async function choose(item: RegExp): Promise<void> {
    menu().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await settle()
    page.getByRole('menuitem', { name: item }).click()
    await settle()
  }
  async function start(): Promise<void> {
    await lab.press('Start')
    lab.host.train(Array.from({ length: 40 }, (_, i) => ({ loss: 1 / (i + 1), gradNorm: 1 })))
    await lab.press('Pause')
  }

  it('has nothing to begin from before a run', async () => {
    expect(menu().getAttribute('aria-disabled')).toBe('true')
    menu().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await settle()
    expect(page.queryAllByRole('menuitem')).toEqual([])
  })

  it('is set up in the form, where what it keeps of its run is locked and says why', async () => {
    await start()
    await choose(/^Branch from here … Set up another run that goes on from the weights after update 40\./)
    expect(document.activeElement).toBe(field('After update'))
    expect([field('After update').value, field('Updates').value]).toEqual(['40', '2000'])
    expect(['Hidden size', 'Optimizer', 'Seed', 'Batch size'].map((label) => field(label).disabled)).toEqual([
      ...[true, true, true, true],
    ])
    expect(['Learning rate', 'Clipping', 'Updates'].map((label) => field(label).disabled)).toEqual([
      ...[false, false, false],
    ])
    const help = document.getElementById(field('Hidden size').getAttribute('aria-describedby')!)!
    expect(help.textContent).toContain('Stays as in the run that it branches from.')

    await lab.type('Updates', '40')
    expect(lab.root.textContent).toContain(
      '40 is not valid: expected more than 40, the number before the branch',
    )
    await lab.press('Start branch')
    expect(lab.host.payloads('run:branch')).toEqual([])
    await lab.type('Updates', '90')
    await lab.type('Learning rate', '0.1')
    await lab.key('Enter', field('Learning rate'))
    await lab.press('Start branch')
    expect(lab.host.payloads('run:tune')).toEqual([])
    expect(lab.host.payloads('run:branch')).toMatchObject([
      { parent: { update: 40 }, experiment: { optimizer: { lr: 0.1 }, train: { updates: 90 } } },
    ])
    expect([field('Learning rate').value, field('Updates').disabled]).toEqual(['0.1', true])
    expect(document.activeElement?.id).toBe('controls')
  })

  it('says off which run it branches, whose name opens that', async () => {
    await start()
    await choose(/^Branch from here/)
    await lab.press('Start branch')
    expect(note()).toBe('Branch of New run, after update 40.')
    lab.host.emit('kept:changed', {
      changed: [keptRun('run-1', { name: 'first try' })],
      removed: [],
      unread: 0,
    })
    await settle()
    await lab.press('first try')
    expect(note()).toBeUndefined()
    expect(lab.host.payloads('run:unshelve')).toEqual([{ runId: 'run-1' }])

    await choose(/^Rewind Another run with the same initial weights/)
    expect(note()).toBe('Branch of first try, from its beginning.')
    await useKeptRunsStore().remove([...useKeptRunsStore().rows].filter(({ name }) => name === 'first try'))
    await settle()
    expect(note()).toBe('Branch of run-1 (removed), from its beginning.')
  })

  it('leaves the form of the next run as it was when it is given up', async () => {
    await start()
    await lab.press('Stop')
    await lab.type('Learning rate', '0.25')
    await choose(/^Branch from here/)
    await lab.type('Learning rate', '0.5')
    await lab.press('Cancel')
    expect([field('Learning rate').value, field('Hidden size').disabled]).toEqual(['0.25', false])
  })

  it('offers the checkpoints that are kept, and says what any other update costs', async () => {
    lab.host.checkpoints = [
      { update: 10, reasons: ['first', 'best'] },
      { update: 25, reasons: [] },
      { update: 40, reasons: ['newest'] },
    ]
    await start()
    await choose(/^Branch from here/)
    const head = within(lab.getByRole('region', { name: 'Branch' }))
    const choice = field('Checkpoint') as unknown as HTMLSelectElement
    expect([...choice.options].map(({ text }) => text)).toEqual([
      ...['Another update', '40 (newest)', '25', '10 (first, best)', '0 (initial weights)'],
    ])
    expect(choice.value).toBe('40')
    head.getByText('Its checkpoint is kept: nothing is recomputed.')
    await lab.type('Checkpoint', '25')
    expect(field('After update').value).toBe('25')
    await lab.type('After update', '27')
    expect(choice.value).toBe('')
    head.getByText('2 updates are recomputed, from the checkpoint after update 25.')
    await lab.type('After update', '1')
    head.getByText('1 update is recomputed, from the initial weights.')
    await lab.type('Checkpoint', '0')
    head.getByText('These are the initial weights: nothing is recomputed.')

    lab.host.isSlowToBranch = true
    await lab.press('Start branch')
    lab.host.emit('run:branching', { runId: 'run-1', made: 3, planned: 17 })
    await settle()
    expect(head.getByRole('progressbar').textContent.trim()).toBe('3 of 17 updates are recomputed.')
    await lab.press('Cancel')
    expect([head.queryByRole('progressbar'), field('After update').value]).toEqual([null, '0'])
  })

  it('is set up at the crosshair of a chart, by a key or the right button', async () => {
    lab.host.checkpoints = [
      { update: 10, reasons: ['first'] },
      { update: 40, reasons: ['newest'] },
    ]
    await start()
    const plot = lab.getByRole('slider', { name: 'Plot of Loss' })
    const items = () => page.queryAllByRole('menuitem').map(({ textContent }) => textContent)
    plot.focus()
    await lab.key('Home', plot)
    await lab.key('ArrowRight', plot)
    await lab.key('M', plot)
    await settle()
    expect(items()).toEqual([
      'Branch after update 2 …2 updates are recomputed, from the initial weights.',
      'Branch after update 10 …Its checkpoint is kept: nothing is recomputed.',
    ])
    // The crosshair stays while its menu is open.
    plot.dispatchEvent(new MouseEvent('pointerleave'))
    await settle()
    expect(plot.getAttribute('aria-valuenow')).toBe('2')
    page.getByRole('menuitem', { name: /^Branch after update 10/ }).click()
    await settle()
    expect([field('After update').value, items()]).toEqual(['10', []])
    expect(document.activeElement).toBe(field('After update'))
    await lab.press('Cancel')

    await lab.key('End', plot)
    plot.dispatchEvent(new MouseEvent('contextmenu', { button: 2, bubbles: true, cancelable: true }))
    await settle()
    expect(items()).toEqual(['Branch after update 40 …Its checkpoint is kept: nothing is recomputed.'])
  })

  it('is what Start starts, where the run has ended', async () => {
    await start()
    await lab.press('Stop')
    await choose(/^Branch from here/)
    await lab.type('After update', '41')
    expect(lab.getByRole('button', { name: 'Start' }).getAttribute('aria-disabled')).toBe('true')
    await lab.type('After update', '17')
    await lab.press('Start')
    expect(lab.host.payloads('run:start')).toHaveLength(1)
    expect(lab.host.payloads('run:branch')).toMatchObject([{ parent: { update: 17 } }])
  })
})
