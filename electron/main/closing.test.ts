import { describe, expect, it, vi } from 'vitest'
import type { Settings } from '../../core/contract/ipc'
import { settle } from '../runs/obedientThread.testing'
import { anyStart } from '../runs/runs.testing'
import { createClosing } from './closing'
import { setUp as setUpMain } from './ipc/main.testing'

async function setUp(onClose: Settings['onClose'], { isTraining = true, canAsk = true } = {}) {
  const { catalog, threads } = setUpMain()
  if (isTraining) await catalog.start(anyStart)
  let settings = { locale: 'en', theme: 'dark', characterKeys: true, onClose } as Settings
  const window = { isShown: true, asked: [] as number[] }
  const quit = vi.fn()
  const stopGroups = vi.fn(() => Promise.resolve())
  const closing = createClosing({
    catalog,
    ...{ quit, stopGroups },
    settings: { get: () => settings, set: (changes) => (settings = { ...settings, ...changes }) },
    window: {
      hide: () => void (window.isShown = false),
      isVisible: () => window.isShown,
      canAsk: () => canAsk,
      ask: (training) => window.asked.push(training),
    },
  })
  const states = () => catalog.list().map(({ state }) => state.status)
  return { closing, window, quit, stopGroups, states, threads, catalog, settings: () => settings }
}

describe('closing the window', () => {
  it('asks what becomes of the runs that train, and holds the window until that is known', async () => {
    const { closing, window, quit, states } = await setUp('ask')
    expect(closing.holdsWindow()).toBe(true)
    expect([window.asked, window.isShown, quit.mock.calls.length]).toEqual([[1], true, 0])
    expect(states()).toEqual(['running'])
  })

  it('asks nobody where nothing trains', async () => {
    const { closing, window } = await setUp('ask', { isTraining: false })
    expect(closing.holdsWindow()).toBe(false)
    expect(window.asked).toEqual([])
  })

  it('closes without a word where the page cannot ask, or the app quits', async () => {
    expect((await setUp('ask', { canAsk: false })).closing.holdsWindow()).toBe(false)
    const { closing, window } = await setUp('ask')
    closing.announceQuit()
    expect([closing.holdsWindow(), window.asked]).toEqual([false, []])
  })

  it('does what was chosen once and remembered', async () => {
    const { closing, window, settings, quit } = await setUp('ask')
    await closing.close('background', true)
    expect([settings().onClose, window.isShown, quit.mock.calls.length]).toEqual(['background', false, 0])
    window.isShown = true
    expect(closing.holdsWindow()).toBe(true)
    expect([window.isShown, window.asked]).toEqual([false, []])
  })

  it('stops the runs and groups before the app quits, or leaves them to be paused with it', async () => {
    const stopping = await setUp('ask')
    await stopping.closing.close('stop', false)
    expect(stopping.stopGroups).toHaveBeenCalledOnce()
    expect([stopping.states(), stopping.quit.mock.calls.length]).toEqual([['stopped'], 1])
    expect(stopping.settings().onClose).toBe('ask')
    const pausing = await setUp('pause')
    expect(pausing.closing.holdsWindow()).toBe(true)
    await settle()
    expect([pausing.states(), pausing.quit.mock.calls.length]).toEqual([['running'], 1])
    expect(pausing.stopGroups).not.toHaveBeenCalled()
  })
})

describe('an app without a window', () => {
  it('ends once nothing trains in it', async () => {
    const { closing, window, quit, catalog } = await setUp('background')
    const [run] = catalog.list()
    closing.holdsWindow()
    expect([window.isShown, quit.mock.calls.length]).toEqual([false, 0])
    await run!.host.stop()
    closing.listener.ended?.(run!)
    expect(quit).toHaveBeenCalledOnce()
  })

  it('stays where the window is shown again', async () => {
    const { closing, window, quit, catalog } = await setUp('background')
    const [run] = catalog.list()
    closing.holdsWindow()
    window.isShown = true
    await run!.host.stop()
    closing.listener.ended?.(run!)
    expect(quit).not.toHaveBeenCalled()
  })
})
