import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, KeepAlive, ref } from 'vue'
import type { RunState } from '../../../core/contract/run'
import { experimentSchema } from '../../../core/experiment/schema'
import { homeworkTimeline } from '../../../core/explain/homework'
import { matrixId } from '../../../core/explain/matrixRef'
import { useBranchStore } from '../../stores/branch'
import { useMicroscopeStore } from '../../stores/microscope'
import { useObservationsStore } from '../../stores/observations'
import { useRunsStore } from '../../stores/runs'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../testing/mountPanel.testing'
import { characterKeysKey } from '../../ui/useCharacterKeys'
import { cellSizeOf, HEAD, HUGE } from './gridSizes'
import MicroscopeView from './MicroscopeView.vue'

/** The microscope and something else, which the window shows in turn. */
const Window = defineComponent({
  props: { isShown: Boolean },
  setup: (props) => () => h(KeepAlive, () => (props.isShown ? h(MicroscopeView) : h('p'))),
})

let panel: MountedPanel
afterEach(() => panel.close())

/** At its first step. */
async function openPart(name: string): Promise<void> {
  panel = await mountPanel(MicroscopeView)
  await panel.press(name)
  await panel.key('Home')
}

/** A run that trains while something else is shown. */
async function startRun(): Promise<void> {
  panel = await mountPanel(Window, { isShown: false })
  panel.host.trace = homeworkTimeline('part4').trace
  const model = { cell: 'rnn', hiddenSize: 5 }
  await useRunsStore().start(experimentSchema.parse({ task: { name: 'adding' }, model }))
}

const show = (isShown: boolean): Promise<void> => panel.set({ isShown })
const position = (): string | null =>
  panel.getByRole('slider', { name: 'Step' }).getAttribute('aria-valuetext')
const text = (): string => panel.root.textContent
const element = homeworkTimeline('part4').symbols

it('says what can be opened while nothing is, and leads to the Lab', async () => {
  let visits = 0
  panel = await mountPanel(MicroscopeView, { onLab: () => visits++ })
  expect(text()).toContain('Start a run in the Lab, or open the homework.')
  await panel.press('Go to the Lab')
  expect(visits).toBe(1)
})

it('opens at the end of the way back with a number explained, and says what to do', async () => {
  panel = await mountPanel(MicroscopeView)
  await panel.press('Homework part 4: a sequence')
  expect(position()).toContain('Backward, t = 1')
  expect(panel.getByRole('heading', { name: /^da_1\[\d,\d\] = −?\d\.\d{2,4}$/ })).toBeTruthy()
  expect(text()).toContain('= displayed value')
  expect(text()).toContain('Choose any number to see the sum behind it')
})

it('compares the gradient with where it begins, once it has flowed back from there', async () => {
  panel = await mountPanel(MicroscopeView)
  await panel.press('Homework part 4: a sequence')
  expect(text()).toMatch(/The gradient at t = 1 has norm .* times that at t = 4\./)
  for (let t = 1; t < 4; t++) await panel.key('ArrowLeft')
  expect(text()).toMatch(/The gradient at t = 4 has norm [\d.]+: from here it flows back\./)
})

it('says of a pass of one time step that its gradient flows to no earlier one', async () => {
  panel = await mountPanel(MicroscopeView)
  await panel.press('Homework part 2: values printed in the handout')
  expect(text()).toMatch(
    /The gradient at t = 1 has norm [\d.]+; there is no earlier time step to flow back to\./,
  )
})

it('steps by keyboard', async () => {
  await openPart('Homework part 4: a sequence')
  expect(position()).toContain('Before the update')
  await panel.key('ArrowRight')
  expect(position()).toContain('Forward, t = 1 (homework: t = 0)')
  await panel.key('End')
  expect(position()).toContain('Parameter gradients')
  await panel.key('ArrowLeft')
  expect(position()).toContain('Backward, t = 1')
  await panel.key('Home')
  expect(position()).toContain('Before the update')
})

it('explains the element of a matrix that is chosen', async () => {
  await openPart('Homework part 2: values printed in the handout')
  await panel.key('End')
  await panel.press('dWax')
  const grid = panel.getByRole('grid', { name: /^dWax, result/ })
  const size = cellSizeOf(HUGE, false, 6)
  // The third row and the first column beside the first, under their indices.
  const at = {
    clientX: HEAD + 1.5 * size.width,
    clientY: HEAD + 3.5 * size.height,
  }
  grid.dispatchEvent(new MouseEvent('click', { ...at, bubbles: true }))
  await settle()
  const cell = panel.getByRole('gridcell', { name: /^dWax\[3,1\] = 0\.3930818739219304/ })
  expect(grid.contains(cell)).toBe(true)
  expect(document.activeElement).toBe(cell)
  expect(panel.getByRole('heading', { name: /^dWax\[3,1\] = 0\.393$/ })).toBeTruthy()
  expect(text()).toContain('All digits: 0.3930818739219304')
  expect(text()).toContain('10 terms')
  expect(text()).toContain('= displayed value')
})

it('leads from a factor of a sum to the number that it is, by click and by keys, and back', async () => {
  await openPart('Homework part 4: a sequence')
  await panel.press('Last')
  await panel.key('ArrowLeft')
  const explained = (): string => panel.getByRole('heading', { level: 2 }).textContent.trim()
  const terms = panel.getByRole('region', { name: 'Terms' })
  const first = explained()
  terms.focus()
  await panel.key('ArrowDown', terms)
  await panel.key('ArrowDown', document.activeElement!)
  await panel.key('ArrowRight', document.activeElement!)
  const factor = document.activeElement as HTMLElement
  expect(factor.getAttribute('aria-label')).toMatch(/^Go to dz_2\[/)
  factor.click()
  await settle()
  expect(explained()).toContain(factor.getAttribute('aria-label')!.replace('Go to ', ''))
  await panel.press(`Back to ${first.split(' = ')[0]!}`)
  expect(explained()).toBe(first)
})

it('fills the window with the equation and the sum, where arrows still lead from step to step', async () => {
  await openPart('Homework part 4: a sequence')
  await panel.key('ArrowRight')
  const explain = panel.getByRole('region', { name: 'Explain this number' })
  await panel.press('Enlarge Explain this number')
  expect(explain.classList.contains('explain--large')).toBe(true)
  expect(explain.textContent).toContain('Forward, t = 1')
  expect(panel.getByRole('slider', { name: 'Step', hidden: true }).closest('[inert]')).not.toBeNull()
  await panel.key('ArrowRight', explain)
  expect(explain.textContent).toContain('Forward, t = 2')
  await panel.key('Escape')
  expect(explain.classList.contains('explain--large')).toBe(false)
})

it('writes in the textbook’s letters when those are set, at the same place, and remembers them', async () => {
  await openPart('Homework part 4: a sequence')
  await panel.press('Last')
  const explained = (): string => panel.getByRole('heading', { level: 2 }).textContent.trim()
  const before = explained()
  expect(before).toMatch(/^dWaa\[/)
  panel.getByRole('radio', { name: 'NNDL' }).click()
  await settle()
  expect(explained()).toBe(before.replace('dWaa', 'dU'))
  expect(position()).toContain('Parameter gradients')
  expect(text()).toContain('error terms')
  expect(panel.host.settings.notation).toBe('textbook')
  panel.getByRole('radio', { name: 'Handout' }).click()
  await settle()
  expect(explained()).toBe(before)
  expect(text()).not.toContain('error terms')
})

const network = (): HTMLElement => panel.getByRole('region', { name: /^Unrolled network/ })
const scale = (): number => Number(network().dataset.scale)

it('zooms the network by keys and buttons until every unit has its number, and back', async () => {
  await openPart('Homework part 4: a sequence')
  await panel.key('ArrowRight')
  expect(scale()).toBe(1)
  await panel.key('+')
  await panel.key('=')
  expect(scale()).toBe(2.25)
  await panel.press('Zoom in: Unrolled network')
  const node = network().querySelector(`[data-node="${matrixId({ kind: 'h', cell: 0, t: 0 })}"]`)!
  const titles = [...node.querySelectorAll('title')].map(({ textContent }) => textContent)
  const units = [0, 1, 2, 3, 4].map((row) => String(element.h(0, 0).at(row, 0)).replace('-', '−'))
  expect(titles.slice(1)).toEqual(units.map((value, row) => `a_1[${row},0] = ${value}`))
  await panel.key('0')
  expect(scale()).toBe(1)
  await panel.press('Zoom out: Unrolled network')
  expect(scale()).toBeLessThanOrEqual(1)
})

it('zooms one matrix by keys inside it, until all digits are written', async () => {
  await openPart('Homework part 4: a sequence')
  await panel.key('ArrowRight')
  await panel.press('a_1')
  const first = (): HTMLElement => panel.getByRole('gridcell', { name: /^a_1\[/ })
  first().focus()
  first().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', ctrlKey: true, bubbles: true }))
  await settle()
  for (let notches = 0; notches < 4; notches++) await panel.key('+', first())
  const value = String(element.h(0, 0).at(0, 0)).replace('-', '−')
  expect(first().textContent.trim()).toBe(value)
  expect(scale()).toBe(1)
  expect(first().getAttribute('aria-selected')).toBe('true')
})

it('pauses a run that is going on, says so and opens its newest update; only Next update makes one', async () => {
  await startRun()
  panel.host.train([{ loss: 1, gradNorm: 1 }])
  await show(true)
  expect(text()).toContain('The run was paused; this is its newest update, 1.')
  const source = panel.getByLabelText<HTMLSelectElement>('Source')
  for (const value of ['part4', 'run']) {
    source.value = value
    source.dispatchEvent(new Event('change'))
    await settle()
  }
  expect([source.value, useRunsStore().numUpdates]).toEqual(['run', 1])
  expect(panel.host.payloads('run:inspectNext')).toEqual([])
  await panel.press('Next update')
  expect(useRunsStore().numUpdates).toBe(2)
})

it('offers to make the first update of a run that has made none', async () => {
  await startRun()
  await useRunsStore().pause()
  await show(true)
  expect(panel.host.payloads('run:inspectUpdate')).toEqual([])
  await panel.press('Next update')
  expect(useRunsStore().numUpdates).toBe(1)
  expect(position()).toContain('Backward, t = 1')
})

it('calls an update that is left open of a run that is set aside one of an earlier run', async () => {
  await startRun()
  panel.host.train([{ loss: 1, gradNorm: 1 }])
  await show(true)
  const source = () => panel.getByLabelText<HTMLSelectElement>('Source').selectedOptions[0]!.text
  expect(source()).toBe('Current run, update 1')
  await useRunsStore().shelve()
  await settle()
  expect(source()).toBe('Earlier run, update 1')
})

it('says which row is that of a unit that is kept marked in the Lab', async () => {
  await startRun()
  panel.host.train([{ loss: 1, gradNorm: 1 }])
  useObservationsStore().keptUnit = 2
  await show(true)
  expect(text()).toContain('Unit 2, kept in the Lab: row 2.')
  useObservationsStore().keptUnit = 5
  await settle()
  expect(text()).not.toContain('kept in the Lab')
})

it('says which update is being recomputed, until that is given up or another place is shown', async () => {
  await startRun()
  panel.host.isSlow = true
  panel.host.train([{ loss: 1, gradNorm: 1 }])
  panel.host.changeState({ status: 'stopped', update: 1 })
  for (const end of [() => panel.press('Cancel'), () => show(false)]) {
    await show(true)
    expect(text()).toContain('Recomputing update 1 …')
    await end()
    expect(text()).not.toContain('Recomputing')
    await show(false)
  }
  expect(panel.host.payloads('run:cancelInspect')).toHaveLength(2)
})

it('finds the update of the past again that was opened, until the newest is asked for', async () => {
  await startRun()
  panel.host.train([
    { loss: 1, gradNorm: 1 },
    { loss: 1, gradNorm: 1 },
  ])
  await useRunsStore().pause()
  await useMicroscopeStore().openAt(0, 0)
  await show(true)
  const asked = () => panel.host.payloads('run:inspectUpdate')
  await show(false)
  await show(true)
  expect(asked()).toMatchObject([{ update: 0 }])
  await panel.press('Newest update')
  expect(asked()).toMatchObject([{ update: 0 }, { update: 1 }])
  expect(panel.host.payloads('run:inspectNext')).toEqual([])
})

const divergence = { update: 0, tensor: 'loss', step: null, value: 'NaN' }
it.each<[RunState, string]>([
  [{ status: 'done', update: 1, reason: 'updates' }, 'The run has ended; this is its last update, 1.'],
  [{ status: 'diverged', update: 0, divergence }, 'The run diverged in this update, 1;'],
])('opens what a run ended with, once: %j', async (state, note) => {
  await startRun()
  panel.host.changeState(state)
  for (let visit = 0; visit < 2; visit++) {
    await show(true)
    expect(text()).toContain(note)
    expect(text()).not.toContain('Next update')
    await show(false)
  }
  expect(panel.host.payloads('run:inspectUpdate')).toEqual([{ runId: 'run-1', update: 0 }])
  expect(panel.host.payloads('run:inspectNext')).toEqual([])
})

it('leaves letters alone where shortcuts of a single key are switched off, and does not speak of them', async () => {
  panel = await mountPanel(
    MicroscopeView,
    {},
    { prepare: (app) => void app.provide(characterKeysKey, ref(false)) },
  )
  await panel.press('Homework part 4: a sequence')
  await panel.key('Home')
  expect(text()).toContain('Keys: ← → step')
  expect(text()).not.toContain('B breakpoint')
  await panel.key('ArrowRight')
  await panel.key('b')
  await panel.key('r')
  expect(position()).toContain('Forward, t = 1')
  expect(panel.getByRole('button', { name: 'Breakpoint' }).getAttribute('aria-pressed')).toBe('false')
})

it('sets a branch up after the opened update of a run, and none in the homework', async () => {
  await startRun()
  panel.host.train(Array.from({ length: 3 }, () => ({ loss: 1, gradNorm: 1 })))
  await useMicroscopeStore().openUpdate(1)
  await show(true)
  await panel.press('Branch after update 2 …')
  expect([useBranchStore().isOpen, useBranchStore().update]).toEqual([true, 2])
  useMicroscopeStore().openHomework('part4')
  await settle()
  expect(panel.queryByRole('button', { name: /^Branch after/ })).toBeNull()
})

it('keeps the chips that say the same in the next step, and the focus on them', async () => {
  await openPart('Homework part 4: a sequence')
  await panel.key('End')
  const chip = () =>
    panel.getByRole('list', { name: 'Adds to the gradient of' }).querySelector<HTMLElement>('button')!
  await panel.key('PageUp')
  while (!panel.queryByRole('list', { name: 'Adds to the gradient of' })) await panel.key('PageUp')
  const before = chip()
  before.focus()
  const at = position()
  await panel.key('PageUp')
  expect(position()).not.toBe(at)
  expect(chip()).toBe(before)
  expect(document.activeElement).toBe(before)
})
