import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LocalThread } from '../store/localThread.testing'
import { checkLesson, type BlockOutcome } from './checkLesson'
import { readLessonFolder } from './lessonFiles'

const folder = join(import.meta.dirname, '../../lessons')
const shipped = await readLessonFolder(folder)
const gallery = await readLessonFolder(join(folder, 'gallery'))
const lessons = [...shipped.lessons, ...gallery.lessons]
const problems = [...shipped.problems, ...gallery.problems]

it('every lesson that comes along can be read', () => expect(problems).toEqual([]))

describe.each(
  lessons.map(({ lesson, translations, files }) => ({ id: lesson.id, lesson, translations, files })),
)('the lesson $id', ({ lesson, translations }) => {
  it('is whole in both languages, and no translation is stale', () => {
    expect(lesson.languages).toEqual(['en', 'zh-CN'])
    for (const { translation } of translations) {
      expect([translation.missing, translation.stale]).toEqual([[], []])
    }
  })

  it('holds on seed 0', async () => {
    const outcomes: BlockOutcome[] = []
    await checkLesson(lesson, {
      ...{ seeds: [0], atOnce: 1, spawn: (start) => new LocalThread(start), isCancelled: () => false },
      told: (outcome) => void outcomes.push(outcome),
    })
    expect(outcomes.filter(({ seeds }) => seeds[0]!.holds === false)).toEqual([])
  })

  it('shows lines of code that are there', async () => {
    const symbols = lesson.steps.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'code' ? [block.symbol] : [])),
    )
    for (const symbol of symbols) {
      const [file, name] = symbol.split('#') as [string, string]
      expect(await readFile(join(folder, '..', file), 'utf8'), symbol).toMatch(new RegExp(`\\b${name}\\b`))
    }
  })
})
