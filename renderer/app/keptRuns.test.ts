import { reason } from '../../core/contract/reasons'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keptRun } from '../testing/keptRun.testing'
import type { MountedApp } from '../testing/mountApp.testing'
import { mountApp } from '../testing/mountApp.testing'

let app: MountedApp
beforeEach(async () => {
  app = await mountApp()
})
afterEach(() => app.close())

const place = () => app.root.querySelector('main')!.getAttribute('aria-label')
const alerts = () => app.queryAllByRole('alert').map(({ textContent }) => textContent)

async function keep(...runs: ReturnType<typeof keptRun>[]): Promise<void> {
  app.host.kept = runs
  app.host.emit('kept:changed', { changed: runs, removed: [], unread: 0 })
  await app.settle()
}

describe('runs that were killed', () => {
  const killed = { status: 'interrupted', wasKilled: true, updates: 3 } as const

  it('are offered for resuming, and go on', async () => {
    await keep(keptRun('a', killed), keptRun('b', killed))
    expect(alerts()).toEqual([expect.stringContaining('2 runs were interrupted: their process ended')])
    await app.press('Resume all')
    expect(app.host.payloads('run:resume')).toEqual([{ runId: 'a' }, { runId: 'b' }])
    expect(alerts()).toEqual([])
    expect(app.status()).toContain('Ready')
    expect(app.getByRole('button', { name: '2 other runs are training' })).toBeTruthy()
  })

  it('are shown, where they can be resumed one by one', async () => {
    await keep(keptRun('a', killed))
    await app.press('Show in Runs')
    expect(place()).toBe('Runs')
    expect(document.activeElement).toBe(app.root.querySelector('main'))
    expect(alerts()).toEqual([expect.stringContaining('1 run was interrupted: its process ended')])
    expect(app.queryByRole('button', { name: 'Show in Runs' })).toBeNull()
  })

  it('are left alone where that is wanted', async () => {
    await keep(keptRun('a', killed))
    await app.press('Not now')
    expect([app.host.payloads('kept:leave'), alerts()]).toEqual([[{ runIds: ['a'] }], []])
  })
})

it('a run that cannot be written is told of until that has been read', async () => {
  app.host.emit('storage:failed', {
    what: 'run',
    why: reason('runWaits', { path: '/data/runs/a', why: reason('noSpace') }),
  })
  await app.settle()
  expect(alerts()).toEqual([expect.stringContaining('The folder of a run: cannot write into /data/runs/a')])
  await app.press('Dismiss')
  expect(alerts()).toEqual([])
})

it('a run that trains besides is a word in the header, which leads to it', async () => {
  await app.press('Start')
  expect(app.queryByRole('button', { name: /other run/ })).toBeNull()
  await app.press('Runs')
  await app.press('New run')
  expect([place(), app.status()]).toEqual(['Lab', 'Ready. Press Start to train.'])
  await app.press('1 other run is training')
  expect(place()).toBe('Runs')
  expect(app.queryByRole('button', { name: /other run/ })).toBeNull()
})
