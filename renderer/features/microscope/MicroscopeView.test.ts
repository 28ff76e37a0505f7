import { afterEach, expect, it } from 'vitest'
import { cellOf, HEAD, WIDE } from './gridSizes'
import { MemoryHost } from '../../client/memoryHost.testing'
import { useMicroscopeStore } from '../../stores/microscope'
import { useObservationsStore } from '../../stores/observations'
import type { MountedApp } from '../../testing/mountApp.testing'
import { mountApp } from '../../testing/mountApp.testing'
import { homeworkWalk } from '../../../core/explain/homework'

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
  const grid = app.root.querySelector('[data-matrix] [role="grid"]')!
  // The third row and the first column beside the first, under their indices.
  const at = {
    clientX: HEAD + 1.5 * cellOf(WIDE, false).width,
    clientY: HEAD + 3.5 * cellOf(WIDE, false).height,
  }
  grid.dispatchEvent(new MouseEvent('click', { ...at, bubbles: true }))
  await app.settle()
  const cell = grid.querySelector('[role="gridcell"]')
  expect(cell?.getAttribute('aria-label')).toMatch(/^dWax\[3,1\] = 0\.3930818739219304/)
  expect(document.activeElement).toBe(cell)
  expect(app.root.querySelector('output')?.textContent).toMatch(/^0\.3930818739219304/)
  expect(app.root.textContent).toContain('10 terms')
  expect(app.root.textContent).toContain('= the number shown')
})

const scale = (): number => Number(app.root.querySelector<HTMLElement>('[data-scale]')?.dataset.scale)
const named = (name: string): HTMLButtonElement =>
  app.root.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!

it('zooms the network by keys and buttons until every unit has its number, and back', async () => {
  await openPart('Homework part 4: a sequence')
  await key('ArrowRight')
  expect(scale()).toBe(1)
  await key('+')
  await key('=')
  expect(scale()).toBe(2.25)
  named('Zoom in: Unrolled network').click()
  await app.settle()
  const node = app.root.querySelector('[data-node="h.0.0"]')!
  const { scene } = homeworkWalk('part4')
  const titles = [...node.querySelectorAll('title')].map(({ textContent }) => textContent)
  const units = [0, 1, 2, 3, 4].map((row) => String(scene.h(0, 0).at(row, 0)).replace('-', '−'))
  expect(titles.slice(1)).toEqual(units.map((value, row) => `a_1[${row},0] = ${value}`))
  await key('0')
  expect(scale()).toBe(1)
  named('Zoom out: Unrolled network').click()
  await app.settle()
  expect(scale()).toBeLessThanOrEqual(1)
})

it('zooms one matrix by keys inside it, until all digits are written', async () => {
  await openPart('Homework part 4: a sequence')
  await key('ArrowRight')
  const grid = app.root.querySelector('[data-matrix="h.0.0"] [role="grid"]')!
  const first = (): HTMLElement => grid.querySelector<HTMLElement>('[role="gridcell"]')!
  first().focus()
  await app.settle()
  for (let notches = 0; notches < 4; notches++) {
    first().dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true, cancelable: true }))
    await app.settle()
  }
  const value = String(homeworkWalk('part4').scene.h(0, 0).at(0, 0)).replace('-', '−')
  expect(first().textContent?.trim()).toBe(value)
  expect(scale()).toBe(1)
  expect(first().getAttribute('aria-selected')).toBe('true')
})

it('pauses a run that is going on, says so and opens one update', async () => {
  app = await mountApp()
  app.host.trace = homeworkWalk('part4').trace
  await app.press('Start')
  await app.press('Microscope')
  expect(app.host.payloads('run:inspectNext')).toHaveLength(1)
  expect(app.root.textContent).toContain('The run was paused; this is its update 0.')
})

it('says which row is that of a unit that is kept marked in the Lab', async () => {
  app = await mountApp()
  app.host.trace = homeworkWalk('part4').trace
  useObservationsStore().keptUnit = 2
  await app.press('Start')
  await app.press('Microscope')
  expect(app.root.textContent).toContain('Unit 3, kept in the Lab: row 2.')
  useObservationsStore().keptUnit = 5
  await app.settle()
  expect(app.root.textContent).not.toContain('kept in the Lab')
})

it('says which update is being made again, until that is given up or another place is shown', async () => {
  app = await mountApp()
  app.host.trace = homeworkWalk('part4').trace
  app.host.isSlow = true
  await app.press('Start')
  app.host.train([{ loss: 1, gradNorm: 1 }])
  app.host.changeState({ status: 'stopped', update: 1 })
  for (const end of ['Cancel', 'Lab']) {
    await app.press('Microscope')
    const place = app.root.querySelector('main')!
    expect(place.textContent).toContain('Update 0 is being made again …')
    await app.press(end)
    expect(place.textContent).not.toContain('is being made again')
    await app.press('Lab')
  }
  expect(app.host.payloads('run:cancelInspect')).toHaveLength(2)
})

it('finds the update of the past again that was opened, until the newest is asked for', async () => {
  app = await mountApp()
  app.host.trace = homeworkWalk('part4').trace
  await app.press('Start')
  app.host.train([
    { loss: 1, gradNorm: 1 },
    { loss: 1, gradNorm: 1 },
  ])
  await app.press('Pause')
  await useMicroscopeStore().openAt(0, 0)
  await app.settle()
  const asked = () => [
    app.host.payloads('run:inspectUpdate').length,
    app.host.payloads('run:inspectNext').length,
  ]
  const [recomputed, made] = asked()
  await app.press('Lab')
  await app.press('Microscope')
  expect(asked()).toEqual([recomputed, made])
  await app.press('Newest update')
  expect(asked()).toEqual([recomputed, made! + 1])
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
  expect(app.host.payloads('run:inspectUpdate')).toEqual([{ runId: 'run-1', update: 0 }])
  expect(app.host.payloads('run:inspectNext')).toEqual([])
})

it('leaves letters alone where shortcuts of a single key are switched off, and does not speak of them', async () => {
  const host = new MemoryHost()
  host.settings = { ...host.settings, characterKeys: false }
  app = await mountApp(host)
  host.emit('settings:changed', host.settings)
  await app.press('Microscope')
  await app.press('Homework part 4: a sequence')
  expect(app.root.textContent).toContain('Keys: ← → step')
  expect(app.root.textContent).not.toContain('B breakpoint')
  await key('ArrowRight')
  await key('b')
  await key('r')
  expect(titles()).toContain('Forward, t = 1')
  const mark = app.root.querySelector('.mark')
  expect(mark?.getAttribute('aria-pressed')).toBe('false')
})
