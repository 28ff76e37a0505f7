import { describe, expect, it } from 'vitest'
import { parseLesson, runAskedBy, runsOf } from './parse'
import { experimentOf } from './runs'

const front = `---
unroll-lesson: 1
id: first
version: 1
language: en
title: First
minutes: 5
---
`

const fence = (kind: string, block: unknown) => `\`\`\`${kind}\n${JSON.stringify(block, null, 1)}\n\`\`\`\n`
const experiment = { task: { name: 'adding', seqLen: 20 }, model: { cell: 'gru' } }
const step = (id: string, ...blocks: string[]) =>
  `## Step ${id} {#${id}}\n\nSome *prose* with $x_t$.\n\n${blocks.join('\n')}`
const lessonOf = (...steps: string[]) => front + steps.join('\n')

function parsed(text: string) {
  const result = parseLesson(text)
  if (!result.ok) throw new Error(result.problems.map(({ line, text }) => `${line}: ${text}`).join('\n'))
  return result.lesson
}

function problemsOf(text: string) {
  const result = parseLesson(text)
  return result.ok ? [] : result.problems.map((problem) => `${problem.line}: ${problem.text}`)
}

describe('a lesson', () => {
  it('has steps of prose and blocks in their order, each with its line', () => {
    const lesson = parsed(
      lessonOf(
        step('one', fence('run', { experiment }), 'More.\n', fence('figure', { view: 'loss' })),
        step('two'),
      ),
    )
    expect(lesson).toMatchObject({ id: 'first', languages: ['en'], minutes: 5 })
    expect(lesson.steps.map(({ id }) => id)).toEqual(['one', 'two'])
    expect(lesson.steps[0]!.blocks.map(({ kind, line }) => [kind, line])).toEqual([
      ['prose', 11],
      ['run', 13],
      ['prose', 27],
      ['figure', 29],
    ])
  })

  it('leaves fences of other languages in the prose, headings in them too', () => {
    const code = '```python\n## no heading {#no}\n```'
    const [only] = parsed(lessonOf(step('one', code))).steps
    expect(only!.blocks).toHaveLength(1)
    expect(only!.blocks[0]).toMatchObject({
      kind: 'prose',
      markdown: expect.stringContaining('## no heading') as string,
    })
  })

  it('names the line of a link to a term that the glossary does not have', () => {
    const text = lessonOf(step('one', 'A [gate](term:gate),\n[a door](term:door).\n'))
    expect(problemsOf(text)).toEqual([
      '14: the glossary has no term door: expected an id such as gradient-norm',
    ])
  })

  it('reads Windows line ends and a byte order mark', () => {
    expect(parsed(`\ufeff${lessonOf(step('one')).replaceAll('\n', '\r\n')}`).steps).toHaveLength(1)
  })

  it('has runs that change another one, each with the seed of the learner or its own', () => {
    const lesson = parsed(
      lessonOf(
        step('one', fence('run', { experiment })),
        step('two', fence('run', { changes: { 'model.cell': 'lstm' } })),
        step(
          'three',
          fence('run', { of: 'one', changes: { 'task.seqLen': 50 }, seed: 7, twin: { 'model.cell': 'rnn' } }),
        ),
      ),
    )
    const of = (id: string) => {
      const { task, model, train } = experimentOf(runsOf(lesson), id, { seed: 3 })
      return [model.cell, task.name === 'adding' && task.seqLen, train.seed]
    }
    expect(of('one')).toEqual(['gru', 20, 3])
    expect(of('two')).toEqual(['lstm', 20, 3])
    expect(of('three')).toEqual(['gru', 50, 7])
    expect(of('three.twin')).toEqual(['rnn', 50, 7])
  })

  it('asks the run before a check, the run behind a prediction, and the one that is named', () => {
    const predict = { type: 'number', ask: 'What?', probe: 'loss', within: { decades: 1 } }
    const lesson = parsed(
      lessonOf(
        step('one', fence('run', { experiment })),
        step(
          'two',
          fence('predict', { id: 'p', ...predict }),
          fence('run', { changes: {} }),
          fence('check', { id: 'c', probe: 'loss', below: 1 }),
        ),
        step(
          'three',
          fence('predict', { id: 'q', ...predict }),
          fence('check', { id: 'd', run: 'one', probe: 'loss', below: 1 }),
        ),
      ),
    )
    const asked = lesson.steps
      .flatMap(({ blocks }) => blocks)
      .filter((block) => block.kind === 'check' || block.kind === 'predict')
    expect(asked.map((block) => [block.id, runAskedBy(lesson, block)])).toEqual([
      ['p', 'two'],
      ['c', 'two'],
      ['q', 'two'],
      ['d', 'one'],
    ])
  })
})

describe('a lesson is refused, with the line', () => {
  it.each([
    [
      'a file without front matter',
      '## One {#one}',
      '1: a lesson begins with a line ---, then its front matter',
    ],
    [
      'a missing key',
      lessonOf(step('one')).replace('minutes: 5\n', ''),
      '1: minutes is missing: expected a whole number from 1',
    ],
    [
      'a key that nobody knows',
      lessonOf(step('one')).replace('minutes', 'duration'),
      '7: there is no key duration',
    ],
    [
      'an id that does not fit',
      lessonOf(step('one')).replace('id: first', 'id: First Run'),
      '3: id is "First Run"',
    ],
    [
      'a later format',
      lessonOf(step('one')).replace('lesson: 1', 'lesson: 2'),
      '2: unroll-lesson is "2": expected 1',
    ],
    ['no steps', front, '1: no steps'],
    ['a step without an id', `${front}## One\n`, '9: the step One has no fit id'],
    ['a step twice', lessonOf(step('one'), step('one')), '14: the step one stands in line 9 already'],
    ['text before the first step', `${front}\nHello.\n${step('one')}`, '10: text before the first step'],
    ['a fence without an end', `${front}## One {#one}\n\`\`\`run\n{`, '10: the fence has no end'],
    [
      'what is not JSON',
      lessonOf(step('one', '```run\n{ "experiment": }\n```')),
      '14: the block run is not JSON',
    ],
    [
      'an unknown key',
      lessonOf(step('one', fence('figure', { view: 'loss', veiw: 1 }))),
      '16: figure has no key veiw',
    ],
    [
      'an unknown view',
      lessonOf(step('one', fence('figure', { view: 'nothing' }))),
      '15: figure.view is "nothing": expected one of loss',
    ],
    [
      'an unknown probe',
      lessonOf(
        step('one', fence('run', { experiment }), fence('check', { id: 'c', probe: 'los', below: 1 })),
      ),
      ': check.probe is "los": expected one of status',
    ],
    [
      'a check without a bound',
      lessonOf(step('one', fence('run', { experiment }), fence('check', { id: 'c', probe: 'loss' }))),
      'check needs one of atMost',
    ],
    [
      'an experiment that cannot be trained',
      lessonOf(
        step('one', fence('run', { experiment: { ...experiment, model: { cell: 'gru', hiddenSize: 0 } } })),
      ),
      ': model.hiddenSize is 0: expected a whole number from 1',
    ],
    [
      'a field that no experiment has',
      lessonOf(step('one', fence('run', { experiment, twin: { 'model.cel': 'rnn' } }))),
      ': run.twin has the field model.cel',
    ],
    [
      'a run of a run that is not there',
      lessonOf(step('one', fence('run', { of: 'two', changes: {} }))),
      'there is no run two',
    ],
    [
      'changes without a run before',
      lessonOf(step('one', fence('run', { changes: {} }))),
      'there is no run before it',
    ],
    [
      'a run that goes back to itself',
      lessonOf(
        step('one', fence('run', { of: 'two', changes: {} })),
        step('two', fence('run', { of: 'one', changes: {} })),
      ),
      'the run one goes back to itself: one → two → one',
    ],
    [
      'a check of no run',
      lessonOf(step('one', fence('check', { id: 'c', probe: 'loss', below: 1 }))),
      '13: check asks of a run: there is none before it',
    ],
    [
      'a twin of a run that has none',
      lessonOf(
        step(
          'one',
          fence('run', { experiment }),
          fence('check', { id: 'c', run: 'one.twin', probe: 'loss', below: 1 }),
        ),
      ),
      'check.run is one.twin: there is no such run',
    ],
    [
      'two right options',
      lessonOf(
        step(
          'one',
          fence('choice', {
            id: 'c',
            ask: 'Which?',
            options: [
              { text: 'a', right: true, because: 'x' },
              { text: 'b', right: true, because: 'y' },
            ],
          }),
        ),
      ),
      'choice has 2 right options',
    ],
    [
      'an answer that is no option',
      lessonOf(
        step(
          'one',
          fence('predict', { id: 'p', type: 'choice', ask: 'Which?', options: ['a', 'b'], answer: 2 }),
        ),
      ),
      'predict.answer is 2: expected which of the options',
    ],
    [
      'an order that leaves one out',
      lessonOf(
        step(
          'one',
          fence('predict', { id: 'p', type: 'order', ask: 'Which?', options: ['a', 'b'], answer: [1] }),
        ),
      ),
      'predict.answer is [1]: expected each of 0 to 1 once',
    ],
    [
      'a number without an answer',
      lessonOf(step('one', fence('predict', { id: 'p', type: 'number', ask: 'What?' }))),
      'predict.answer is missing',
    ],
    [
      'an id that is asked twice',
      lessonOf(step('one', fence('write', { id: 'w', ask: 'x' }), fence('write', { id: 'w', ask: 'y' }))),
      'the id w stands in line 13 already',
    ],
    [
      '10,000 steps',
      lessonOf(...Array.from({ length: 10_000 }, (_, i) => `## S {#s${i}}`)),
      '10000 steps: expected at most 200',
    ],
    [
      'a tuning of what cannot be tuned',
      lessonOf(
        step(
          'one',
          fence('run', { experiment }),
          fence('check', {
            id: 'c',
            probe: 'tunings',
            atLeast: 1,
            solution: { tuning: [{ update: 5, 'model.cell': 'rnn' }] },
          }),
        ),
      ),
      'check.solution.tuning.0 has no key model.cell',
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected)
  })

  it('with everything that is wrong at once, in the order of the lines', () => {
    const text = lessonOf(step('one', fence('figure', { view: 'x' })), step('One')).replace(
      'minutes: 5',
      'minutes: soon',
    )
    expect(problemsOf(text).map((problem) => problem.split(':')[0])).toEqual(['7', '15', '19'])
  })

  it('whatever is in it, as a line of bounded length', () => {
    const hostile = lessonOf(
      step('one', fence('figure', { ['\u001b[2J'.repeat(5000)]: 1 }), `\`\`\`run\n{"a\u202e": [`.repeat(2)),
    )
    for (const problem of problemsOf(hostile)) {
      expect(problem.length).toBeLessThan(1000)
      expect(problem).not.toMatch(/[\u0000-\u001f\u202e]/)
    }
  })
})
