import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reason } from '../../../core/contract/reasons'
import { fail } from '../../../core/contract/result'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel } from '../../testing/mountPanel.testing'
import LabView from './LabView.vue'

describe('the Lab', () => {
  let lab: MountedPanel
  beforeEach(async () => {
    lab = await mountPanel(LabView)
  })
  afterEach(() => lab.close())

  const readout = (id: string) => lab.root.querySelector(`[data-readout=${id}]`)!.textContent
  const caption = (figure: string) =>
    lab.getByRole('figure', { name: figure }).querySelector('figcaption')!.textContent
  const isDisabled = (name: string) =>
    lab.getByRole('button', { name }).getAttribute('aria-disabled') === 'true'

  it('starts what stands in the form, once it is in order', async () => {
    await lab.type('Hidden size', '-3')
    expect(isDisabled('Start')).toBe(true)
    await lab.press('Start')
    expect(lab.host.payloads('run:start')).toEqual([])
    await lab.type('Hidden size', '16')
    await lab.press('Start')
    expect(lab.host.payloads('run:start')).toMatchObject([{ experiment: { model: { hiddenSize: 16 } } }])
    expect(lab.getByLabelText<HTMLInputElement>('Hidden size').disabled).toBe(true)
  })

  it('says in the window’s language why a file of one’s own is refused', async () => {
    const why = reason('inFile', { path: 'a.csv', why: reason('fewRows', { n: 1 }) })
    lab.host.refuse('data:take', fail('unreadableFile', why))
    await lab.type('Task', 'series')
    await lab.type('Source', 'file')
    const input = lab.root.querySelector<HTMLInputElement>('input[type=file]')!
    const files = [new File(['a\n1\n'], 'a.csv')]
    Object.defineProperty(input, 'files', { value: files })
    input.dispatchEvent(new Event('change', { bubbles: true }))
    const shown = () => lab.queryAllByRole('alert').map(({ textContent }) => textContent)
    await expect.poll(shown).toContainEqual('a.csv: it has 1 row of cells, expected at least two')
    lab.speak('zh-CN')
    await expect.poll(shown).toContainEqual('a.csv：只有 1 行数据，至少应有两行')
  })

  it('says what reading a large file takes of memory before it is read', async () => {
    await lab.type('Task', 'text')
    await lab.type('Source', 'file')
    const input = lab.root.querySelector<HTMLInputElement>('input[type=file]')!
    const file = new File(['a'], 'long.txt')
    let read = (_: ArrayBuffer): void => undefined
    const bytes = new Promise<ArrayBuffer>((resolve) => (read = resolve))
    Object.defineProperties(file, { size: { value: 2e7 }, arrayBuffer: { value: () => bytes } })
    Object.defineProperty(input, 'files', { value: [file] })
    input.dispatchEvent(new Event('change', { bubbles: true }))
    const told = '20 MB: reading it takes up to about 280 MB of memory for a while.'
    await expect.poll(() => lab.queryByText(told)).not.toBeNull()
    expect(lab.host.payloads('data:take')).toEqual([])
    read(new ArrayBuffer(1))
    await expect.poll(() => lab.host.payloads('data:take')).toHaveLength(1)
  })

  it('draws no baseline, and tells of no table, before a file of one’s own is there', async () => {
    const legend = () => caption('Loss') + lab.getByRole('figure', { name: 'Loss' }).textContent
    await lab.type('Task', 'series')
    expect(legend()).toContain('baseline')
    expect(lab.queryByText('500 rows, 2 columns')).not.toBeNull()
    await lab.type('Source', 'file')
    expect(legend()).not.toContain('baseline')
    expect(lab.queryByText('500 rows, 2 columns')).toBeNull()
    await lab.type('Task', 'adding')
    await lab.type('Hidden size', '-3')
    expect(legend()).toContain('baseline')
  })

  it('shows the settings of the run that goes on, also where the form was changed while it was built', async () => {
    lab.host.isSlowToBuild = true
    await lab.type('Hidden size', '16')
    await lab.press('Start')
    await lab.type('Hidden size', '8')
    lab.host.build()
    await expect.poll(() => lab.getByLabelText<HTMLInputElement>('Hidden size').value).toBe('16')
  })

  it('tunes a run that goes on by a field that is committed', async () => {
    await lab.press('Start')
    await lab.type('Learning rate', '0.002')
    await lab.key('Enter', lab.getByLabelText('Learning rate'))
    expect(lab.host.payloads('run:tune')).toEqual([{ runId: 'run-1', tuning: { lr: 0.002 } }])
  })

  it('shows what a run says: curves, readouts and a sample, in words that follow the data', async () => {
    await lab.press('Start')
    const updates = Array.from({ length: 300 }, (_, i) => ({ loss: 1 / (i + 1), gradNorm: 2 }))
    lab.host.train(updates, { msPerUpdate: 0.5, clippedShare: 1 })
    await expect.poll(() => readout('update')).toContain('300 / 2,000')
    expect(readout('ms')).toContain('0.500 ms')
    await expect
      .poll(() => caption('Loss'))
      .toMatch(/^Loss fell from 1.00 to .*; below half the baseline, 0\.0833, since update \d+\.$/)
    await expect.poll(() => caption('Gradient norm')).toContain('100% of the updates clipped')
  })

  it('says of a form that was changed after a run that it describes the next one', async () => {
    const note = () => lab.queryByRole('note')?.textContent ?? ''
    await lab.press('Start')
    await lab.type('Learning rate', '0.002')
    await lab.key('Enter', lab.getByLabelText('Learning rate'))
    lab.host.changeState({ status: 'stopped', update: 4 })
    await lab.key('x')
    expect(note()).toBe('')
    await lab.type('Hidden size', '16')
    expect(note()).toBe('These settings are for the next run. The plotted run differs in: Hidden size.')
    await lab.type('Hidden size', '32')
    expect(note()).toBe('')
    await lab.type('Hidden size', '16')
    await lab.press('Start')
    expect(note()).toBe('')
  })

  it('is ready for another run when one has diverged', async () => {
    await lab.press('Start')
    const divergence = { update: 4, tensor: 'loss', step: null, value: 'NaN' } as const
    lab.host.changeState({ status: 'diverged', update: 4, divergence })
    await lab.key('x')
    expect([isDisabled('Start'), isDisabled('Reset')]).toEqual([false, false])
    expect(lab.getByLabelText<HTMLInputElement>('Learning rate').disabled).toBe(false)
  })

  it('answers keys where no control wants them', async () => {
    await lab.key(' ', lab.getByLabelText('Seed'))
    expect(lab.host.calls.map(({ name }) => name)).not.toContain('run:start')
    await lab.key(' ')
    expect(lab.getByRole('button', { name: 'Pause' })).toBeTruthy()
    await lab.key('s')
    expect(lab.host.payloads('run:step')).toHaveLength(1)
    await lab.key('r')
    expect(lab.host.payloads('run:shelve')).toHaveLength(1)
  })
})
