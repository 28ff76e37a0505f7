import { within } from '@testing-library/dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reason } from '../../../core/contract/reasons'
import type { LessonProgress, ShownLesson } from '../../../core/contract/lessons'
import { MemoryHost } from '../../client/memoryHost.testing'
import { mountPanel, settle, type MountedPanel } from '../../testing/mountPanel.testing'
import LessonsView from './LessonsView.vue'

const lesson: ShownLesson = {
  ...{
    id: 'small',
    title: 'Small',
    minutes: 1,
    book: 'NNDL',
    language: 'en',
    show: ['loss', 'flow', 'gradNorm'],
  },
  lock: ['model.hiddenSize', 'optimizer.name'],
  steps: [
    {
      ...{ id: 'one', title: 'One', isStale: true, isUntranslated: false },
      blocks: [
        { kind: 'prose', markdown: 'Some *words*.' },
        {
          ...{ kind: 'predict', id: 'guess', type: 'number', ask: 'How many?', options: null, answer: null },
          ...{ run: 'one', right: 'So it is.', wrong: null },
        },
        {
          ...{ kind: 'run', id: 'one', settings: { 'task.name': 'adding', 'model.cell': 'gru' } },
          ...{ twin: null, speed: null, seconds: 7200, editable: ['model.cell'], tunable: [] },
          ...{ predictions: ['guess'], views: [] },
        },
        { kind: 'figure', view: 'loss', run: 'one', task: 'adding', t: null, part: 'part4' },
        {
          ...{ kind: 'check', id: 'low', run: 'one', probe: 'loss.smoothed' },
          ...{ bound: { is: 'atMost', value: 'baseline/2' }, limit: 1 / 12, when: 'any' },
          ...{ after: null, before: 450, hint: 'Let it run.' },
        },
      ],
    },
    {
      ...{ id: 'two', title: 'Two', isStale: false, isUntranslated: true },
      blocks: [
        {
          ...{ kind: 'choice', id: 'pick', ask: 'Which?' },
          options: [
            { text: 'a', because: 'too small', right: false },
            { text: 'b', because: 'just so', right: true },
          ],
        },
        { kind: 'write', id: 'text', ask: 'In a sentence?' },
      ],
    },
  ],
}

describe('the lessons', () => {
  let host: MemoryHost
  let panel: MountedPanel
  const text = () => panel.root.textContent

  beforeEach(async () => {
    host = new MemoryHost()
    host.lesson = lesson
    host.lessonList.lessons.push({
      ...{ id: 'small', titles: [{ language: 'en', title: 'Small' }], minutes: 1, isOwn: false },
      ...{ file: '/lessons/small.lesson.md', numSteps: 2, questions: ['guess', 'low', 'pick', 'text'] },
    })
    panel = await mountPanel(LessonsView, {}, { host })
  })
  afterEach(() => panel.close())

  const progressed = async (progress: Partial<LessonProgress>) => {
    const none = { version: 1, step: null, answers: {}, checks: {}, runs: {} }
    host.emit('lesson:progress', { lesson: 'small', progress: { ...none, ...progress } })
    await settle()
  }

  it('tell files that cannot be read with their line, and a folder that is gone', async () => {
    host.lessonList.problems.push({ file: '/own/a.lesson.md', line: 12, text: 'there is no key x' })
    host.lessonList.folderProblem = reason('lessonsGone', { path: '/own' })
    host.emit('lesson:changed', {})
    await settle()
    expect(text()).toContain('/own/a.lesson.md, line 12: there is no key x')
    expect(text()).toContain('the folder of your lessons is gone: /own')
  })

  it('save what was done as a file, and take one in', async () => {
    await panel.press('Save it as a file …')
    expect(text()).toContain('Saved: /elsewhere/unroll-progress.json')
    const input = panel.root.querySelector<HTMLInputElement>('input[type=file]')!
    Object.defineProperty(input, 'files', { value: [new File(['{}'], 'theirs.json')] })
    input.dispatchEvent(new Event('change'))
    await settle()
    expect(host.payloads('lesson:takeProgress')).toMatchObject([{ file: 'theirs.json' }])
    expect(text()).toContain('Taken in: 3 answers or met checks')
  })

  it('are proved, and say what does not hold on which seed', async () => {
    await panel.press('Small 1 minute · 2 steps')
    await panel.press('Check this lesson')
    await panel.press('Check on five seeds')
    const values = [0, 1].map((seed) => ({ seed, value: seed === 0 ? 0.05 : 0.2, holds: seed === 0 }))
    const outcome = { step: 'one', id: 'low', kind: 'check' as const, holds: 1, values, seconds: 1.26 }
    host.emit('lesson:checked', { lesson: 'small', outcome })
    host.emit('lesson:checked', { lesson: 'another', outcome })
    await settle()
    expect(text()).toContain('Something does not hold.')
    expect(panel.root.querySelectorAll('tbody tr')).toHaveLength(1)
    expect(text()).toMatch(/One\s*low\s*holds 1 of 2\s*seed 1: 0.200\s*0.0500 to 0.200/)
  })

  it('let no run begin before it is predicted, and say why', async () => {
    await panel.press('Small 1 minute · 2 steps')
    await panel.press('Start this run')
    expect(host.payloads('lesson:start')).toEqual([])
    expect(text()).toContain('Predict first')
    await panel.type('A number', 'many')
    await panel.press('That is my prediction')
    expect(text()).toContain('Type a number')
    await panel.type('A number', '1/4')
    await panel.press('That is my prediction')
    expect(host.payloads('lesson:answer')).toEqual([{ lesson: 'small', id: 'guess', answer: 0.25 }])
    expect(text()).toContain('Your prediction: 0.25')
    expect(panel.queryByLabelText('A number')).toBeNull()
    await panel.type('Cell', 'lstm')
    await panel.press('Start this run')
    expect(host.payloads('lesson:start')).toEqual([
      { lesson: 'small', run: 'one', changes: { 'model.cell': 'lstm' } },
    ])
  })

  it('show the figures that the lesson names once the run has begun, but for those of the step', async () => {
    await panel.press('Small 1 minute · 2 steps')
    expect(panel.queryByRole('radiogroup', { name: 'Figures of the run' })).toBeNull()
    await progressed({ runs: { one: 'run-1' } })
    const figures = within(panel.getByRole('radiogroup', { name: 'Figures of the run' }))
    const names = figures.getAllByRole('radio').map((radio) => radio.getAttribute('aria-label'))
    expect(names).toEqual(['Gradient flow', 'Gradient norm'])
  })

  it('say what is asked, whether it is met, and what a run takes', async () => {
    await panel.press('Small 1 minute · 2 steps')
    expect(text()).toContain(
      'The smoothed loss is at most baseline/2, which is 0.0833 at some update, before update 450.',
    )
    expect(text()).toContain('It can take 2h')
    expect(text()).toContain('The lesson has locked Hidden size and Optimizer.')
    expect(text()).toContain('The original of this step has changed since it was translated.')
    await progressed({ checks: { low: { state: 'unmet', value: 0.5, updates: 450 } } })
    expect(text()).toContain('Not met')
    expect(text()).toContain('Let it run.')
    await progressed({ checks: { low: { state: 'met', value: 0.08, updates: 99 } } })
    expect(text()).toContain('Met after update 99: 0.0800')
    expect(text()).not.toContain('Let it run.')
  })

  it('give the reason of every option once one is chosen, and keep what is written', async () => {
    await panel.press('Small 1 minute · 2 steps')
    await panel.press('Next step')
    expect(text()).toContain('This step is not translated')
    expect(text()).not.toContain('just so')
    panel.getByLabelText<HTMLInputElement>('a').click()
    await settle()
    await panel.press('Choose this')
    expect(text()).toContain('just so')
    expect(text()).toContain('too small')
    await panel.type('Your text', 'Because.')
    panel.getByLabelText('Your text').dispatchEvent(new Event('blur'))
    await settle()
    expect(host.payloads('lesson:answer').at(-1)).toEqual({ lesson: 'small', id: 'text', answer: 'Because.' })
    expect(text()).toContain('Saved.')
  })
})
