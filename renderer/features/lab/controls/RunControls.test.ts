import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MountedPanel } from '../../../testing/mountPanel.testing'
import { mountPanel } from '../../../testing/mountPanel.testing'
import RunControls from './RunControls.vue'

const theirs = { pid: 1234, host: 'lab-7' }

describe('the controls of a run', () => {
  let controls: MountedPanel
  const pressed: string[] = []
  beforeEach(async () => {
    const handlers = Object.fromEntries(
      ['main', 'step', 'stepBack', 'stop', 'reset'].map((name) => [
        `on${name[0]!.toUpperCase()}${name.slice(1)}`,
        () => pressed.push(name),
      ]),
    )
    const free = { isBusy: false, isStopping: false, isBuilding: false, trainedBy: null }
    const props = {
      status: 'idle',
      canStart: true,
      ...free,
      reason: '',
      stepBackRefusal: 'idle',
      ...handlers,
    }
    controls = await mountPanel(RunControls, props)
  })
  afterEach(() => {
    controls.close()
    pressed.length = 0
  })

  const button = (name: string) => controls.getByRole('button', { name })
  const open = () =>
    controls
      .getAllByRole('button')
      .filter((candidate) => candidate.getAttribute('aria-disabled') === 'false')
      .map(({ textContent }) => textContent.trim())

  it('start, pause and resume with one button in one place', async () => {
    const main = button('Start')
    await controls.set({ status: 'running' })
    expect(button('Pause')).toBe(main)
    await controls.set({ status: 'paused' })
    expect(button('Resume')).toBe(main)
  })

  it.each([
    ['idle', ['Start', 'Step']],
    ['queued', ['Stop', 'Reset']],
    ['running', ['Pause', 'Step', 'Stop', 'Reset']],
    ['paused', ['Resume', 'Step', 'Stop', 'Reset']],
    ['stopped', ['Start', 'Reset']],
    ['done', ['Start', 'Reset']],
    ['diverged', ['Start', 'Reset']],
    ['failed', ['Start', 'Reset']],
  ])('can be pressed where they have a meaning: %s', async (status, names) => {
    await controls.set({ status })
    expect(open()).toEqual(names)
  })

  it.each(['running', 'paused'])(
    'command nothing that another process trains, but let it be: %s',
    async (status) => {
      await controls.set({ status, trainedBy: theirs })
      expect(open()).toEqual(['Reset'])
      await controls.set({ status: 'done', trainedBy: null })
      expect(open()).toEqual(['Start', 'Reset'])
    },
  )

  it.each([
    ['queued', null, 'Start', 'The run begins by itself when it is its turn'],
    ['queued', null, 'Stop', 'Take the run out of the queue and end it'],
    ['queued', null, 'Reset', 'Unlock the experiment for another run. This one is left as it is, in Runs.'],
    ['running', theirs, 'Stop', 'Process 1234 on lab-7 trains this run'],
    ['idle', null, 'Step back', 'There is no run yet'],
    ['running', null, 'Reset', 'Set the run aside and unlock the experiment; it stays in Runs'],
  ])('say what they do, or why nothing (%s, by %s): %s', async (status, trainedBy, name, hint) => {
    await controls.set({ status, trainedBy })
    button(name).dispatchEvent(new FocusEvent('focus'))
    await expect.poll(() => document.querySelector('[role=tooltip]')?.textContent).toContain(hint)
  })

  it('start nothing while a field is wrong, but pause what goes on', async () => {
    await controls.set({ canStart: false })
    expect(open()).toEqual([])
    await controls.press('Start')
    expect(pressed).toEqual([])
    await controls.set({ status: 'running' })
    expect(open()).toContain('Pause')
  })

  it('wait while a request is on its way, but for Stop', async () => {
    await controls.set({ status: 'running', isBusy: true })
    expect(open()).toEqual(['Stop'])
    await controls.press('Reset')
    await controls.press('Stop')
    expect(pressed).toEqual(['stop'])
    await controls.set({ isStopping: true })
    expect(open()).toEqual([])
  })

  it.each(['idle', 'done', 'paused'])(
    'stop a network that is being built or start another one, whatever is shown: %s',
    async (status) => {
      await controls.set({ status, isBuilding: true, isBusy: true })
      expect(open()).toEqual(['Start', 'Stop'])
      await controls.set({ canStart: false, isBusy: false })
      expect(open()).toEqual(['Stop'])
    },
  )

  it('say which of them was pressed', async () => {
    await controls.set({ status: 'paused' })
    for (const name of ['Resume', 'Step back', 'Step', 'Stop', 'Reset']) await controls.press(name)
    expect(pressed).toEqual(['main', 'step', 'stop', 'reset'])
    await controls.set({ stepBackRefusal: null })
    await controls.press('Step back')
    expect(pressed.at(-1)).toBe('stepBack')
  })

  it('do not start and pause in turn while Enter is held down', () => {
    const held = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, cancelable: true })
    button('Start').dispatchEvent(held)
    expect(held.defaultPrevented).toBe(true)
    const once = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true })
    button('Start').dispatchEvent(once)
    expect(once.defaultPrevented).toBe(false)
  })
})
