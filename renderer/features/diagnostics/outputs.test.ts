import { afterEach, describe, expect, it } from 'vitest'
import type { Observation } from '../../../core/contract/observation'
import type { WrittenText } from '../../../core/contract/outputs'
import { emptyObservation } from '../../../core/contract/views'
import { defaultExperiment } from '../../../core/experiment/defaults'
import { forecastRows } from '../../../core/tasks/forecast'
import { taskNamed } from '../../../core/tasks/registry'
import { settle } from '../../testing/mountPanel.testing'
import type { MountedDiagnostics } from './mountDiagnostics.testing'
import { mountDiagnostics } from './mountDiagnostics.testing'

const opened: MountedDiagnostics[] = []
afterEach(() => opened.splice(0).forEach((panel) => panel.close()))

async function mount(task: 'text' | 'series' | 'parity', settings: Record<string, unknown> = {}) {
  const experiment = defaultExperiment(task, 'gru')
  Object.assign(experiment.task, settings)
  const panel = await mountDiagnostics(experiment)
  opened.push(panel)
  return { panel, experiment }
}

async function drag(slider: HTMLElement, value: number): Promise<void> {
  const input = slider as HTMLInputElement
  input.value = String(value)
  input.dispatchEvent(new Event('input'))
  await settle()
}

const writtenOf = (text: string, prompt = ''): WrittenText => ({
  writing: { length: text.length, temperature: 0.8, topK: null, prompt, seed: 0 },
  text,
  probabilities: new Float64Array(text.length).fill(0.25),
  // The nearest spoke for each character, the one before that against it.
  influence: Float64Array.from({ length: 2 * text.length }, (_, i) => (i % 2 === 0 ? 0.5 : -0.25)),
  reach: 2,
})
const written = (update: number, text: string, prompt?: string): Observation => ({
  ...emptyObservation(update),
  written: writtenOf(text, prompt),
})

describe('what a network writes', () => {
  it('is scrolled through along the training, and follows the newest', async () => {
    const { panel } = await mount('text')
    await panel.open('Text')
    expect(panel.caption('Text')).toContain('Appears here after the first updates')
    expect(panel.caption('Text')).toContain('every 200 and at the end')
    await panel.show(written(0, 'xxx'))
    await panel.show(written(9, 'the'))
    expect(panel.text()).toContain('the')
    expect(panel.caption('Text')).toContain('after update 10, at temperature 0.8, drawn from all characters')
    const slider = panel.getByRole('slider', { name: 'Which one, along the training' })
    await drag(slider, 0)
    expect(slider.getAttribute('aria-valuetext')).toBe('after update 1')
    // What comes meanwhile does not take away what is looked at.
    await panel.show(written(29, 'then'))
    expect(panel.caption('Text')).toContain('after update 1,')
    await drag(slider, 2)
    await panel.show(written(99, 'there'))
    expect(slider.getAttribute('aria-valuetext')).toBe('after update 100, the newest')
  })

  it('comes as often as the experiment says', async () => {
    const { panel, experiment } = await mount('text')
    await panel.open('Text')
    expect(panel.caption('Text')).toContain('by estimate at most 2%')
    panel.close()
    experiment.evaluation.outputEvery = 25
    const asked = await mountDiagnostics(experiment)
    opened.push(asked)
    await asked.open('Text')
    expect(asked.caption('Text')).toContain('Comes every 25 updates, as it was set, and at the end.')
  })

  it('tells of a character how likely it was and what moved it, for it and against it', async () => {
    const { panel } = await mount('text')
    await panel.open('Text')
    await panel.show(written(0, 'c\n', 'a '))
    const text = panel.getByRole('slider', { name: /^Characters of the text/ })
    expect(text.getAttribute('aria-valuetext')).toContain('which of the 2 before it')
    text.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
    await settle()
    expect(text.getAttribute('aria-valuetext')).toBe(
      'The network gave “c” a probability of 25%. Most for it: a space, 1 character before (0.50). Most against it: “a”, 2 characters before (-0.25).',
    )
    text.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))
    await settle()
    expect(text.getAttribute('aria-valuetext')).toContain('The network gave a line’s end')
  })

  it('is asked for with a prompt and a temperature, which have to be right', async () => {
    const { panel } = await mount('text')
    await panel.open('Text')
    await panel.show(written(0, 'xxx'))
    const field = async (name: string, value: string) => {
      const input = panel.getByLabelText(name) as HTMLInputElement
      input.value = value
      input.dispatchEvent(new Event('input'))
      await settle()
    }
    const button = panel.getByRole('button', { name: 'Write' }) as HTMLButtonElement
    await field('Temperature', '-1')
    expect(panel.text()).toContain('Temperature: expected a number from 0 to 100.')
    expect(button.disabled).toBe(true)
    await field('Temperature', '0.5')
    await field('Top-k', '5')
    await field('Prompt', 'the ')
    button.form!.dispatchEvent(new Event('submit'))
    await settle()
    expect(panel.host.calls.find(({ name }) => name === 'run:write')).toMatchObject({
      payload: { writing: { temperature: 0.5, topK: 5, prompt: 'the ', length: 120 } },
    })
  })

  it('has no tab of a task that has nothing to write', async () => {
    const { panel } = await mount('parity')
    expect(panel.root.querySelectorAll('[role=tab]')).toHaveLength(11)
    expect(panel.text()).not.toContain('Forecast')
  })
})

describe('a forecast', () => {
  it('is drawn in the unit of the data, with errors beside those of who does not learn', async () => {
    const { panel, experiment } = await mount('series', { season: 7 })
    await panel.open('Forecast')
    const series = taskNamed('series').series!(experiment.task)
    const { from, to } = forecastRows(series)
    const [target] = series.targets
    // Right one row ahead, and 10 guests too many in all rows when it runs free.
    const ahead = target!.values.slice(from, to)
    const free = ahead.map((value) => value + 10 / target!.std)
    await panel.show({ ...emptyObservation(0), forecast: { ahead, free } })
    const caption = () => panel.caption('Forecast')
    expect(caption()).toContain('Rows 401 to 500 (held out), each forecast 1 row ahead.')
    expect(caption()).toMatch(
      /network \S+e-\d+ \/ \S+, persistence \S+ \/ \S+, seasonal naive|network 0 \/ 0, persistence/,
    )
    const choice = panel.getByRole('radio', { name: 'Free-running' }) as HTMLInputElement
    choice.click()
    await settle()
    expect(caption()).toContain('from row 401 on the network reads its own answers')
    expect(caption()).toContain('network 10.0 / 10.0')
  })

  it('says that it cannot run free where the network reads more than it says', async () => {
    const { panel, experiment } = await mount('series', { inputs: 'guests, temperature' })
    await panel.open('Forecast')
    const { from, to } = forecastRows(taskNamed('series').series!(experiment.task))
    await panel.show({
      ...emptyObservation(0),
      forecast: { ahead: new Float64Array(to - from), free: null },
    })
    expect(panel.caption('Forecast')).toContain('It cannot run free')
    expect(panel.queryByRole('radio', { name: 'Free-running' })).toBeNull()
  })
})
