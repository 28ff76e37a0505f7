import { afterEach, expect, it } from 'vitest'
import type { MountedApp } from '../testing/mountApp'
import { mountApp } from '../testing/mountApp'
import { homeworkWalk } from '../../core/trace/homework'

let app: MountedApp
afterEach(() => app.close())

async function openPart(name: string): Promise<void> {
  app = await mountApp()
  await app.press('Microscope')
  await app.press(name)
}

const titles = (): string => app.root.querySelector('.title')?.textContent ?? ''
const key = async (name: string): Promise<void> => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: name }))
  await app.settle()
}

it('says what can be opened while nothing is, and leads to the Lab', async () => {
  app = await mountApp()
  await app.press('Microscope')
  expect(app.root.textContent).toContain('Start a run in the Lab, or open the homework.')
  await app.press('Go to the Lab')
  expect(app.root.querySelector('main')?.getAttribute('aria-label')).toBe('Lab')
})

it('walks by keyboard', async () => {
  await openPart('Homework part 4: a sequence')
  expect(titles()).toContain('Before the update')
  await key('ArrowRight')
  expect(titles()).toContain('Forward, t = 1')
  await key('End')
  expect(titles()).toContain('Parameter gradients')
  await key('ArrowLeft')
  expect(titles()).toContain('Backward, t = 1')
  await key('Home')
  expect(titles()).toContain('Before the update')
})

it('explains the element of a matrix that is chosen', async () => {
  await openPart('Homework part 2: one cell, as printed')
  await key('End')
  const cell = app.root.querySelector<HTMLElement>('[role="gridcell"][aria-label^="dWax[3,1]"]')
  cell?.click()
  await app.settle()
  expect(app.root.querySelector('output')?.textContent).toMatch(/^0\.3930818739219304/)
  expect(app.root.textContent).toContain('10 terms')
  expect(app.root.textContent).toContain('= the number shown')
})

it('pauses a run that is going on, says so and opens one update', async () => {
  app = await mountApp()
  app.host.trace = homeworkWalk('part4').trace
  await app.press('Start')
  await app.press('Microscope')
  expect(app.host.payloads('run:inspect')).toHaveLength(1)
  expect(app.root.textContent).toContain('The run was paused; this is its update 0.')
})

const divergence = { update: 0, tensor: 'loss', step: null, value: 'NaN' }
it.each([
  [
    { status: 'done', update: 1, reason: 'updates' } as const,
    'The run has ended; this is its last update, 0.',
  ],
  [{ status: 'diverged', update: 0, divergence } as const, 'The run diverged in this update, 0;'],
])('opens what a run ended with, once: %j', async (state, note) => {
  app = await mountApp()
  app.host.trace = homeworkWalk('part4').trace
  await app.press('Start')
  app.host.changeState(state)
  for (let visit = 0; visit < 2; visit++) {
    await app.press('Microscope')
    expect(app.root.textContent).toContain(note)
    expect(app.root.textContent).not.toContain('Next update')
    await app.press('Lab')
  }
  expect(app.host.payloads('run:inspect')).toHaveLength(1)
})
