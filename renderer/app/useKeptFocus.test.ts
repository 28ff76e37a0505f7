import { reason } from '../../core/contract/reasons'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MountedApp } from '../testing/mountApp.testing'
import { mountApp } from '../testing/mountApp.testing'

/* Of buttons that go away because they are pressed. */
describe('whoever presses a button by keyboard goes on in the view', () => {
  let app: MountedApp
  beforeEach(async () => void (app = await mountApp()))
  afterEach(() => app.close())

  async function pressFocused(name: string): Promise<void> {
    app.button(name).focus()
    expect(document.activeElement).toBe(app.button(name))
    await app.press(name)
    expect(app.queryByRole('button', { name })).toBeNull()
  }
  const expectView = () => expect(document.activeElement).toBe(app.getByRole('main'))

  it('where it leads to another place', async () => {
    await app.press('Microscope')
    await pressFocused('Go to the Lab')
    expect(app.getByRole('main').getAttribute('aria-label')).toBe('Lab')
    expectView()
  })

  it('where it opens something in its place', async () => {
    await app.press('Microscope')
    await pressFocused('Homework part 4: a sequence')
    expectView()
  })

  it('where it brings a run back', async () => {
    await app.press('Start')
    app.host.train([{ loss: 1, gradNorm: 1 }])
    await app.press('Reset')
    await pressFocused('Undo')
    expectView()
  })

  it('where it sends a notice away', async () => {
    app.host.emit('storage:failed', { what: 'settings', why: reason('noSpace') })
    await app.settle()
    await pressFocused('Dismiss')
    expectView()
  })

  it('and stays where it stays', async () => {
    app.button('Start').focus()
    await app.press('Start')
    expect(document.activeElement).toBe(app.button('Pause'))
  })
})
