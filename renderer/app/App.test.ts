import { reason } from '../../core/contract/reasons'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { homeworkTimeline } from '../../core/explain/homework'
import type { MountedApp } from '../testing/mountApp.testing'
import { mountApp } from '../testing/mountApp.testing'

describe('the window', () => {
  let app: MountedApp
  beforeEach(async () => {
    app = await mountApp()
  })
  afterEach(() => app.close())

  const updates = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ loss: 1 / (i + 1), gradNorm: 2 }))
  const readout = (id: string) => app.root.querySelector(`[data-readout=${id}]`)!.textContent

  it('comes up with the settings, and opens another place by its name', async () => {
    await app.press('Verify')
    await expect.poll(() => app.root.textContent).toContain('Each number')
    await app.press('Lab')
    expect(app.getByLabelText<HTMLInputElement>('Task').value).toBe('adding')
  })

  it('puts a run aside and takes it back with its curve', async () => {
    await app.press('Start')
    app.host.train(updates(5))
    await app.press('Reset')
    expect(app.status()).toBe('Run set aside at update 5.')
    await expect.poll(() => readout('update')).toBe('Update0 / 2,000')
    const hint = app.getByRole('button', { name: 'Undo' }).title
    expect(hint).toBe('Bring back the run set aside at update 5: GRU, Adding. It also stays in Runs.')
    await app.press('Undo')
    expect(app.status()).toBe('Paused at update 5.')
    await expect.poll(() => readout('update')).toBe('Update5 / 2,000')
  })

  it('opens the last update of a run that was stopped', async () => {
    await app.press('Start')
    app.host.train([{ loss: 1, gradNorm: 1 }])
    await app.press('Stop')
    expect(app.status()).toBe('Stopped at update 1.')
    app.host.trace = homeworkTimeline('part4').trace
    await app.press('Microscope')
    expect(app.root.textContent).toContain('The run was stopped; this is its last update, 1.')
  })

  it('says that settings could not be stored, until that has been read', async () => {
    app.host.emit('storage:failed', { what: 'settings', why: reason('noSpace') })
    await app.settle()
    expect(app.getByRole('alert').textContent).toContain('last until Unroll quits: no space left on the disk')
    await app.press('Dismiss')
    expect(app.root.querySelector('[role=alert]')).toBeNull()
  })

  it('speaks another language once that is chosen', async () => {
    await app.type('Hidden size', 'many')
    app.host.emit('settings:changed', {
      locale: 'zh-CN',
      theme: 'light',
      characterKeys: true,
      notation: 'pytorch',
      onClose: 'ask',
    })
    await app.settle()
    expect(app.status()).toContain('“many” 无效：应为 1 到 1,024 的整数')
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  it('leaves letters alone where shortcuts of a single key are switched off', async () => {
    const toggle = app.getByRole('button', { name: 'Single-key shortcuts' })
    expect(toggle.getAttribute('aria-pressed')).toBe('true')
    await app.press('Single-key shortcuts')
    expect(toggle.getAttribute('aria-pressed')).toBe('false')
    expect(app.host.settings.characterKeys).toBe(false)
    await app.key('s')
    expect(app.status()).toContain('Ready')
    await app.key(' ')
    await app.key('r')
    expect(app.status()).toBe('Training.')
  })
})
