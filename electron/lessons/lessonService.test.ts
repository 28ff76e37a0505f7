import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LessonOutcome, LessonProgress } from '../../core/contract/lessons'
import { describeReason } from '../../core/contract/reasons'
import { createRunCatalog } from '../runs/runCatalog'
import { createMemoryLog } from '../runs/runLog'
import { LocalThread } from '../store/localThread.testing'
import { createLessonService, type LessonService } from './lessonService'
import { createLessonShelf } from './lessonShelf'
import { openProgress } from './progressFile'

const LESSON = `---
unroll-lesson: 1
id: small
version: 1
language: en
title: Small
minutes: 1
---

## One {#one}

\`\`\`predict
{ "id": "guess", "type": "number", "ask": "How many?", "probe": "updates", "within": { "absolute": 0.5 } }
\`\`\`

\`\`\`predict
{ "id": "now", "type": "choice", "ask": "?", "options": ["a", "b"], "answer": 1, "run": "two" }
\`\`\`

\`\`\`run
{ "experiment": { "task": { "name": "adding", "seqLen": 4 }, "model": { "cell": "rnn", "hiddenSize": 2 },
  "train": { "updates": 5 } }, "twin": { "model.cell": "gru" } }
\`\`\`

\`\`\`check
{ "id": "done", "probe": "updates", "is": 5 }
\`\`\`

\`\`\`check
{ "id": "twin-memory", "run": "one.twin", "probe": "memoryLength", "when": "start", "atLeast": 0 }
\`\`\`

\`\`\`check
{ "id": "opened", "probe": "visited:microscope/backward/3", "is": true }
\`\`\`

\`\`\`check
{ "id": "never", "probe": "loss", "when": "any", "below": -1, "hint": "It cannot be." }
\`\`\`

## Two {#two}

\`\`\`choice
{ "id": "pick", "ask": "?", "options": [{ "text": "a", "because": "no" }, { "text": "b", "right": true, "because": "yes" }] }
\`\`\`

\`\`\`write
{ "id": "text", "ask": "?" }
\`\`\`

\`\`\`run
{ "changes": { "train.updates": 3 } }
\`\`\`
`

describe('the lessons of a person', () => {
  let data: string
  let service: LessonService
  let catalog: ReturnType<typeof createRunCatalog>
  let told: LessonProgress[]
  let changes: number
  let outcomes: LessonOutcome[]

  const file = () => join(data, 'lessons', 'small.lesson.md')
  const progressFile = () => join(data, 'progress.json')

  function begin(): void {
    told = []
    changes = 0
    outcomes = []
    catalog = createRunCatalog({
      spawn: (start) => new LocalThread(start),
      createLog: createMemoryLog,
      mostTraining: 2,
      listeners: [
        {
          logged: (run, batch) => service.listener.logged?.(run, batch),
          changed: (run) => service.listener.changed?.(run),
          observed: (run, seen) => service.listener.observed?.(run, seen),
          ended: (run) => service.listener.ended?.(run),
        },
      ],
    })
    service = createLessonService({
      catalog,
      shelf: createLessonShelf({
        ...{ shipped: join(data, 'shipped'), folder: join(data, 'lessons'), everyMs: 5 },
        changed: () => void changes++,
      }),
      openProgress: () => openProgress(progressFile()),
      gallery: join(data, 'none.lesson.md'),
      spawn: (start) => new LocalThread(start),
      checked: (_, outcome) => void outcomes.push(outcome),
      askWhere: () => Promise.resolve(join(data, 'saved.json')),
      progressed: (_, progress) => void told.push(structuredClone(progress)),
    })
  }

  async function end(): Promise<void> {
    await service.dispose()
    await catalog.dispose()
  }

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'unroll-lessons-'))
    await mkdir(join(data, 'lessons'))
    await mkdir(join(data, 'shipped'))
    await writeFile(file(), LESSON)
    begin()
  })
  afterEach(async () => {
    await end()
    await rm(data, { recursive: true, force: true })
  })

  const problemOf = (answer: { ok: boolean; error?: { message: string } }) => answer.error?.message

  it('are listed with what they ask', async () => {
    const { lessons, problems } = await service.list()
    expect(problems).toEqual([])
    expect(lessons).toMatchObject([{ id: 'small', isOwn: true, numSteps: 2, minutes: 1 }])
    expect(lessons[0]!.questions).toEqual([
      ...['guess', 'now', 'done', 'twin-memory', 'opened', 'never', 'pick', 'text'],
    ])
  })

  it('keep what a teacher locks: a run that changes it is refused by the lesson’s name, others begin', async () => {
    await writeFile(file(), LESSON.replace('minutes: 1', 'minutes: 1\nlock: model.hiddenSize'))
    await service.list()
    await service.answer('small', 'guess', 5)
    expect(problemOf(await service.start('small', 'one', { 'model.hiddenSize': 3 }))).toBe(
      'the lesson Small locks model.hiddenSize: what it shows needs that as it is; in the Lab it can be changed',
    )
    expect(await service.start('small', 'one', { 'train.updates': 4 })).toMatchObject({ ok: true })
  })

  it('begin a run only once it is predicted, and mark the prediction after the learner’s own run', async () => {
    expect(problemOf(await service.start('small', 'one', {}))).toBe(
      'predict first: the run begins once every prediction about it is there',
    )
    await service.answer('small', 'guess', 5)
    expect(told.at(-1)!.answers['guess']).toMatchObject({ value: 5, isRight: null })
    expect(await service.start('small', 'one', {})).toMatchObject({ ok: true })
    await expect.poll(() => told.at(-1)!.answers['guess']).toMatchObject({ isRight: true, measured: 5 })
    await expect.poll(() => told.at(-1)!.checks['done']).toMatchObject({ state: 'met', value: 5 })
    await expect.poll(() => told.at(-1)!.checks['never']?.state).toBe('unmet')
    await expect.poll(() => told.at(-1)!.checks['twin-memory']?.state).toBe('met')
  })

  it('take the changes of a learner, and refuse those that no experiment can have', async () => {
    await service.answer('small', 'guess', 2)
    const refused = await service.start('small', 'one', { 'train.updates': 0 })
    expect(problemOf(refused)).toContain('updates')
    expect(catalog.list()).toEqual([])
    const started = await service.start('small', 'one', { 'train.updates': 2 })
    expect(started).toMatchObject({ ok: true })
    expect(catalog.list().map(({ experiment }) => experiment.train.updates)).toEqual([2, 2])
    await expect.poll(() => told.at(-1)!.answers['guess']?.isRight).toBe(true)
    expect(told.at(-1)!.checks['done']).toMatchObject({ state: 'unmet', value: 2 })
  })

  it('see what is opened in the Microscope, also when the run is over', async () => {
    await service.answer('small', 'guess', 5)
    const started = await service.start('small', 'one', {})
    await expect.poll(() => told.at(-1)!.checks['done']?.state).toBe('met')
    expect(told.at(-1)!.checks['opened']?.state).toBe('open')
    service.visit(started.ok ? started.value.runId : '', 'microscope/backward/3')
    expect(told.at(-1)!.checks['opened']).toMatchObject({ state: 'met' })
  })

  it('keep an answer as it was given, free text as it was written last', async () => {
    await service.answer('small', 'pick', 0)
    expect(told.at(-1)!.answers['pick']).toMatchObject({ value: 0, isRight: false })
    expect(problemOf(await service.answer('small', 'pick', 1))).toContain('has been answered')
    await service.answer('small', 'text', 'first')
    await service.answer('small', 'text', 'second')
    await end()
    begin()
    const { progress } = await service.list()
    expect(progress['small']!.answers).toMatchObject({ pick: { value: 0 }, text: { value: 'second' } })
  })

  it('refuse what is no answer', async () => {
    for (const [id, value] of [
      ['pick', 2],
      ['pick', 'b'],
      ['guess', 'many'],
      ['text', 3],
    ] as const) {
      expect(problemOf(await service.answer('small', id, value))).toBe('that is no answer to this question')
    }
    expect(problemOf(await service.answer('small', 'done', 1))).toBe('the lesson small has no question done')
  })

  it('have an answer on the disk before they say that it is taken', async () => {
    await service.answer('small', 'pick', 1)
    const kept = JSON.parse(await readFile(progressFile(), 'utf8')) as { lessons: { small: LessonProgress } }
    expect(kept.lessons.small.answers['pick']).toMatchObject({ value: 1, isRight: true })
  })

  it('ask again what is asked otherwise, and keep what was answered to it', async () => {
    await service.answer('small', 'pick', 0)
    await writeFile(file(), LESSON.replace('"id": "pick", "ask": "?"', '"id": "pick", "ask": "Which?"'))
    expect((await service.list()).progress['small']!.answers).toEqual({})
    expect(await readFile(progressFile(), 'utf8')).toContain('pick')
  })

  it('are proved on five seeds, one lesson at a time', async () => {
    await service.list()
    const [given, proved] = await Promise.all([service.check('small'), service.check('small')])
    expect([given, proved].map((each) => each.ok && each.value.isWhole)).toEqual([false, true])
    const held = Object.fromEntries(outcomes.map(({ id, holds, values }) => [id, [holds, values.length]]))
    expect(held).toMatchObject({ guess: [null, 5], done: [5, 5], opened: [0, 5], never: [0, 5] })
    expect(outcomes.find(({ id }) => id === 'done')!.values.map(({ value }) => value)).toEqual([
      5, 5, 5, 5, 5,
    ])
  })

  it('write what was done where the person says, and take it in elsewhere', async () => {
    await service.answer('small', 'now', 1)
    expect(await service.saveProgress()).toEqual({ ok: true, value: { path: join(data, 'saved.json') } })
    const bytes = await readFile(join(data, 'saved.json'))
    await end()
    await rm(progressFile())
    begin()
    expect(await service.takeProgress('saved.json', bytes)).toEqual({ ok: true, value: { numTaken: 1 } })
    expect((await service.list()).progress['small']?.answers['now']?.value).toBe(1)
    expect(await readFile(progressFile())).toEqual(bytes)
    expect(await service.takeProgress('saved.json', bytes)).toEqual({ ok: true, value: { numTaken: 0 } })
  })

  it.each([
    ['of another version', '{"unroll-progress": 2}', 'its form is 2, expected 1'],
    ['that is none', '{"unroll-progress": 1, "seat": -1, "lessons": {}}', 'seat'],
    ['that is cut off', '{"unroll-progress": 1, "se', ''],
  ])('refuse a file %s, and leave what was done', async (_, text, why) => {
    await service.answer('small', 'now', 1)
    const before = await readFile(progressFile())
    const taken = await service.takeProgress('theirs.json', Buffer.from(text))
    expect(taken).toMatchObject({ ok: false, error: { code: 'unreadableFile' } })
    expect(taken.ok ? '' : taken.error.message).toContain(`theirs.json is no file of progress: ${why}`)
    expect(await readFile(progressFile())).toEqual(before)
  })

  it('tell that a progress file is damaged, keep it under another name, and begin a new one', async () => {
    await end()
    await writeFile(progressFile(), '{ "unroll-progress": 1, ')
    begin()
    const { progressProblem } = await service.list()
    expect(describeReason(progressProblem!)).toContain('progress.json could not be read (it is not JSON')
    await service.answer('small', 'pick', 1)
    const names = await readdir(data)
    const kept = names.find((name) => name.startsWith('progress.json.unreadable-'))!
    expect(await readFile(join(data, kept), 'utf8')).toBe('{ "unroll-progress": 1, ')
    expect(await readFile(progressFile(), 'utf8')).toContain('pick')
  })

  it('leave a progress file of another version alone, and say so', async () => {
    await end()
    await writeFile(progressFile(), '{ "unroll-progress": 2 }')
    begin()
    const { progressProblem } = await service.list()
    expect(describeReason(progressProblem!)).toContain('its form is 2, expected 1')
    await service.answer('small', 'pick', 1)
    expect(told.at(-1)!.answers['pick']).toMatchObject({ value: 1 })
    expect(await readFile(progressFile(), 'utf8')).toBe('{ "unroll-progress": 2 }')
  })

  it('are read anew when a file changes, and told with file and line where one is wrong', async () => {
    await service.list()
    await writeFile(file(), LESSON.replace('"type": "choice"', '"type": "guess"'))
    await expect.poll(() => changes).toBeGreaterThan(0)
    const { lessons, problems } = await service.list()
    expect(lessons).toEqual([])
    expect(problems).toMatchObject([{ file: file(), line: 17 }])
  })

  it('say that their folder is gone, and lose no answer by that', async () => {
    await service.answer('small', 'pick', 1)
    await service.list()
    await rm(join(data, 'lessons'), { recursive: true })
    await expect.poll(() => changes).toBeGreaterThan(0)
    const { lessons, folderProblem } = await service.list()
    expect(lessons).toEqual([])
    expect(describeReason(folderProblem!)).toContain('the folder of your lessons is gone')
    await mkdir(join(data, 'lessons'))
    await writeFile(file(), LESSON)
    expect((await service.list()).progress['small']!.answers['pick']).toMatchObject({ value: 1 })
  })

  it('refuse an id that another lesson has', async () => {
    await writeFile(join(data, 'shipped', 'same.lesson.md'), LESSON)
    const { lessons, problems } = await service.list()
    expect(lessons).toMatchObject([{ id: 'small', isOwn: false }])
    expect(problems[0]!.text).toContain('the id small is that of')
  })
})
