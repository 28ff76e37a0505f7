import { expect, it } from 'vitest'
import type { LessonProgress, ShownBlock, ShownLesson } from '../contract/lessons'
import { reportedLesson } from './reported'

const choice = { text: 'the sum', because: '', right: true }
const blocks: ShownBlock[] = [
  { kind: 'prose', markdown: 'Words.' },
  {
    kind: 'predict',
    id: 'guess',
    type: 'order',
    ask: 'Which first?',
    options: ['a', 'b'],
    answer: [1, 0],
    run: null,
    right: null,
    wrong: null,
  },
  {
    kind: 'choice',
    id: 'what',
    ask: 'What?',
    options: [choice, { ...choice, text: 'the mean', right: false }],
  },
  {
    kind: 'check',
    id: 'learns',
    run: 'first',
    probe: 'loss',
    bound: { is: 'below', value: 'baseline/2' },
    limit: null,
    when: 'end',
    after: null,
    before: null,
    hint: null,
  },
  { kind: 'write', id: 'why', ask: 'Why?' },
]
const lesson: ShownLesson = {
  ...{ id: 'first', title: 'First run', minutes: 5, book: null, language: 'en', show: [], lock: [] },
  steps: [{ id: 'one', title: 'One', isStale: false, isUntranslated: false, blocks }],
}
const answer = { at: '2026-01-01T00:00:00Z', of: '', measured: null }
const progress: LessonProgress = {
  ...{ version: 3, step: 'one', runs: {} },
  answers: {
    guess: { ...answer, value: [1, 0], isRight: true },
    what: { ...answer, value: 1, isRight: false },
  },
  checks: { learns: { state: 'met', value: 0.04, updates: 300 } },
}

it('a report has every question of a lesson in its order, with the answers in words', () => {
  const { questions, ...head } = reportedLesson(lesson, 3, progress)
  expect(head).toEqual({ id: 'first', version: 3, title: 'First run' })
  expect(questions.map(({ id, shown, isRight }) => [id, shown, isRight])).toEqual([
    ['guess', 'b → a', true],
    ['what', 'the mean', false],
    ['learns', '0.04', true],
    ['why', '', null],
  ])
  expect(questions[2]!.ask).toBe('loss below baseline/2')
})
