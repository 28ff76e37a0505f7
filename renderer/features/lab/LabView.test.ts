import { homeworkTimeline } from '../../../core/explain/homework'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryHost } from '../../client/memoryHost.testing'
import type { MountedApp } from '../../testing/mountApp.testing'
import { mountApp } from '../../testing/mountApp.testing'

const FIELDS = [
  'Task',
  'Cell',
  'Sequence length',
  'Hidden size',
  'Layers',
  'Optimizer',
  'Learning rate',
  'Clipping',
  'Clip threshold',
  'Batch size',
  'Updates',
  'Seed',
]

describe('the Lab', () => {
  let lab: MountedApp
  beforeEach(async () => {
    lab = await mountApp()
  })
  afterEach(() => lab.close())

  const started = () =>
    lab.host.payloads('run:start') as { experiment: { model: unknown }; paused: boolean }[]
  const readout = (id: string) => lab.root.querySelector(`[data-readout=${id}]`)!.textContent
  const isDisabled = (name: string) => lab.button(name).getAttribute('aria-disabled') === 'true'
  const updates = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ loss: 1 / (i + 1), gradNorm: 2 }))

  it('has the fields that an experiment needs, by their names', () => {
    for (const label of FIELDS) expect(lab.field(label).disabled).toBe(false)
  })

  it('shows a field only where it matters', async () => {
    expect(() => lab.field('Forget bias')).toThrow()
    await lab.type('Cell', 'lstm')
    expect(lab.field('Forget bias').value).toBe('1')
    await lab.type('Clipping', 'none')
    expect(() => lab.field('Clip threshold')).toThrow()
  })

  it('says beside the field what is wrong with it, keeps the text and does not start', async () => {
    await lab.type('Hidden size', '-3')
    const field = lab.field('Hidden size')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    const ids = field.getAttribute('aria-describedby')!.split(' ')
    const told = ids.map((id) => lab.root.querySelector(`[id="${id}"]`)!.textContent).join(' ')
    expect(told).toContain('-3 is not possible: a whole number from 1 to 1,024 is expected')
    expect(lab.status()).toContain('Hidden size')
    expect(isDisabled('Start')).toBe(true)
    await lab.press('Start')
    expect(started()).toEqual([])
    expect(field.value).toBe('-3')
    await lab.type('Hidden size', '16')
    expect(isDisabled('Start')).toBe(false)
  })

  it('says the same in Chinese', async () => {
    await lab.type('Hidden size', 'many')
    lab.host.emit('settings:changed', { locale: 'zh-CN', theme: 'light', characterKeys: true })
    await lab.settle()
    expect(lab.status()).toContain('“many” 不可用：应为 1 到 1,024 的整数')
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  it('starts, pauses and resumes with one button in one place', async () => {
    const main = lab.button('Start')
    await lab.press('Start')
    expect(started()).toHaveLength(1)
    expect(lab.status()).toBe('Training.')
    expect(lab.button('Pause')).toBe(main)
    await lab.press('Pause')
    expect(lab.status()).toBe('Paused at update 0.')
    expect(lab.button('Resume')).toBe(main)
    await lab.press('Resume')
    expect(lab.status()).toBe('Training.')
  })

  it('makes one update in a paused run when stepped before the start', async () => {
    await lab.press('Step')
    expect(started()[0]?.paused).toBe(true)
    expect(lab.host.payloads('run:step')).toHaveLength(1)
    expect(lab.status()).toBe('Paused at update 1.')
  })

  it('stops a run, after which another can start and its updates can be opened', async () => {
    await lab.press('Start')
    lab.host.train([{ loss: 1, gradNorm: 1 }])
    await lab.press('Stop')
    expect(lab.status()).toBe('Stopped at update 1.')
    expect([isDisabled('Stop'), isDisabled('Start')]).toEqual([true, false])
    lab.host.trace = homeworkTimeline('part4').trace
    await lab.press('Microscope')
    expect(lab.root.textContent).toContain('The run was stopped; this is its last update, 0.')
  })

  it('locks the fields of a run but for learning rate and clip threshold', async () => {
    await lab.press('Start')
    const open = FIELDS.filter((label) => !lab.field(label).disabled)
    expect(open).toEqual(['Learning rate', 'Clip threshold'])
    await lab.press('Reset')
    expect(FIELDS.every((label) => !lab.field(label).disabled)).toBe(true)
  })

  it('tunes a live field when it is committed, and only if it is possible and new', async () => {
    await lab.press('Start')
    const commit = async (text: string) => {
      await lab.type('Learning rate', text)
      lab.field('Learning rate').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
      await lab.settle()
    }
    await commit('much')
    await commit('0.005')
    expect(lab.host.payloads('run:tune')).toEqual([])
    await commit('0.002')
    expect(lab.host.payloads('run:tune')).toEqual([{ runId: 'run-1', tuning: { lr: 0.002 } }])
    await commit('０．０１')
    expect(lab.host.payloads('run:tune').at(-1)).toEqual({ runId: 'run-1', tuning: { lr: 0.01 } })
    expect(lab.field('Learning rate').getAttribute('aria-valuenow')).toBe('0.01')
  })

  it('puts a run aside and takes it back with its curve', async () => {
    await lab.press('Start')
    lab.host.train(updates(5))
    await lab.settle()
    await lab.press('Reset')
    expect(lab.status()).toBe('Run put aside at update 5.')
    await expect.poll(() => readout('update')).toBe('Update0 / 2,000')
    await lab.press('Undo')
    expect(lab.status()).toBe('Paused at update 5.')
    await expect.poll(() => readout('update')).toBe('Update5 / 2,000')
  })

  it('shows what the newest updates were, in words that follow the data', async () => {
    await lab.press('Start')
    lab.host.train(updates(300), { msPerUpdate: 0.5, clippedShare: 1 })
    await expect.poll(() => readout('update')).toContain('300 / 2,000')
    expect(readout('ms')).toContain('0.500 ms')
    await expect
      .poll(() => lab.figure('Loss').querySelector('figcaption')!.textContent)
      .toMatch(/^Loss fell from 1.00 to .*; crossed the baseline at update \d+\.$/)
    await expect
      .poll(() => lab.figure('Gradient norm').querySelector('figcaption')!.textContent)
      .toContain('100 % of the updates clipped')
  })

  it('says where a run diverged, and offers the way on', async () => {
    await lab.press('Start')
    lab.host.train(updates(4))
    lab.host.changeState({
      status: 'diverged',
      update: 4,
      divergence: { update: 4, tensor: 'grad rnn.weight_hh_l0', step: 3, value: 'NaN' },
    })
    await lab.settle()
    expect(lab.status()).toContain('Diverged at update 4: grad rnn.weight_hh_l0 became NaN at step 3.')
    expect(isDisabled('Start')).toBe(false)
    expect(isDisabled('Reset')).toBe(false)
    expect(lab.field('Learning rate').disabled).toBe(false)
  })

  it('says when the worker failed or a request was refused', async () => {
    lab.host.refuse('run:start')
    await lab.press('Start')
    expect(lab.status()).toContain('refused by the test')
    lab.close()
    lab = await mountApp()
    await lab.press('Start')
    const error = { code: 'workerFailed' as const, message: 'out of memory', problems: [] }
    lab.host.changeState({ status: 'failed', update: 7, error })
    await lab.settle()
    expect(lab.status()).toBe('The worker failed at update 7: out of memory')
  })

  it('answers keys where no control wants them', async () => {
    const key = async (name: string, target: EventTarget = document.body) => {
      target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
      await lab.settle()
    }
    await key(' ', lab.field('Seed'))
    expect(lab.status()).toContain('Ready')
    await key(' ')
    expect(lab.status()).toBe('Training.')
    await key('s')
    expect(lab.status()).toBe('Paused at update 1.')
    await key('r')
    expect(lab.status()).toBe('Run put aside at update 1.')
  })

  it('leaves letters alone where shortcuts of a single key are switched off, and Space as it is', async () => {
    const key = async (name: string) => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }))
      await lab.settle()
    }
    const toggle = lab.root.querySelector<HTMLButtonElement>('[aria-label="Single-key shortcuts"]')!
    expect(toggle.getAttribute('aria-pressed')).toBe('true')
    toggle.click()
    await lab.settle()
    expect(toggle.getAttribute('aria-pressed')).toBe('false')
    expect(lab.host.settings.characterKeys).toBe(false)
    await key('s')
    expect(lab.status()).toContain('Ready')
    await key(' ')
    await key('r')
    expect(lab.status()).toBe('Training.')
  })

  it('shows the newest sample in words as well', async () => {
    await lab.press('Start')
    lab.host.train(updates(1))
    lab.host.showSample({
      update: 0,
      seqLen: 2,
      inputSize: 2,
      outputSize: 1,
      loss: 'mse',
      input: Float64Array.of(0.25, 1, 0.5, 1),
      target: Float64Array.of(NaN, 0.75),
      prediction: Float64Array.of(0.1, 1),
    })
    await lab.settle()
    expect(lab.figure('Live sample').textContent).toContain('Target 0.7500, prediction 1.000: off by 0.250.')
  })

  it('gives a table in place of a picture', async () => {
    await lab.press('Start')
    lab.host.train(updates(3))
    await lab.settle()
    lab.figure('Loss').querySelector<HTMLButtonElement>('[aria-label="Table of Loss"]')!.click()
    await lab.settle()
    const cells = [...lab.figure('Loss').querySelectorAll('tbody td:nth-child(2)')].map(
      (cell) => cell.textContent,
    )
    expect(cells).toEqual(['1.00000', '0.500000', '0.333333'])
  })
})

describe('a window that is loaded', () => {
  it('comes up with the settings and says what other places will hold', async () => {
    const host = new MemoryHost()
    const window = await mountApp(host)
    await window.press('Runs')
    expect(window.root.textContent).toContain('Here your runs will be listed')
    await window.press('Lab')
    expect(window.field('Task').value).toBe('adding')
    window.close()
  })
})
