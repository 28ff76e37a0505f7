import { screen } from '@testing-library/dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MountedApp } from '../testing/mountApp.testing'
import { mountApp } from '../testing/mountApp.testing'

let app: MountedApp
beforeEach(async () => {
  app = await mountApp()
})
afterEach(() => app.close())

describe('closing the window while runs train', () => {
  const dialog = () => screen.queryByRole('alertdialog')
  async function ask(training: number): Promise<void> {
    app.host.emit('window:closing', { training })
    await app.settle()
  }
  async function choose(name: string): Promise<void> {
    screen.getByRole('button', { name }).click()
    await app.settle()
  }

  it('says how many do, and asks what becomes of them', async () => {
    expect(dialog()).toBeNull()
    await ask(1)
    expect(screen.getByRole('alertdialog', { name: 'One run is training' })).toBeTruthy()
    expect(dialog()!.contains(document.activeElement)).toBe(true)
    await choose('Cancel')
    expect(dialog()).toBeNull()
    await ask(3)
    expect(screen.getByRole('alertdialog', { name: '3 runs are training or queued' })).toBeTruthy()
    expect(app.host.payloads('window:close')).toEqual([])
  })

  it.each([
    ['Train on in the background', 'background'],
    ['Pause, and go on at the next start', 'pause'],
    ['Stop', 'stop'],
  ])('answers what was chosen: %s', async (name, choice) => {
    await ask(1)
    await choose(name)
    expect(app.host.payloads('window:close')).toEqual([{ choice, remember: false }])
    expect(dialog()).toBeNull()
  })

  it('remembers the choice where that is asked for, and not the next time', async () => {
    await ask(1)
    screen.getByRole<HTMLInputElement>('checkbox', { name: 'Remember my choice' }).click()
    await choose('Stop')
    await ask(1)
    await choose('Stop')
    expect(app.host.payloads('window:close')).toEqual([
      { choice: 'stop', remember: true },
      { choice: 'stop', remember: false },
    ])
  })

  it('stays open and says why, where the choice cannot be carried out', async () => {
    app.host.refuse('window:close')
    await ask(1)
    await choose('Stop')
    expect(dialog()!.textContent).toContain('refused by the test')
  })

  it('takes every key, so that none commands what is below it', async () => {
    await ask(1)
    await app.key('s', screen.getByRole('checkbox', { name: 'Remember my choice' }))
    await app.key('2', dialog()!)
    expect(app.host.payloads('run:start')).toEqual([])
    expect(app.root.querySelector('main')!.getAttribute('aria-label')).toBe('Lab')
  })
})

it('what becomes of runs on closing is a setting', async () => {
  await app.press('Closing the window during training')
  const choice = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name })
  expect(choice('Ask each time').checked).toBe(true)
  choice('Pause, and go on at the next start').click()
  await app.settle()
  expect(app.host.settings.onClose).toBe('pause')
})
