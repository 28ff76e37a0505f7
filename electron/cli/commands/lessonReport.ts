import { join } from 'node:path'
import { MOST_LEARNER_CHARACTERS } from '../../../core/contract/reports'
import { describeReason } from '../../../core/contract/reasons'
import { reportedLesson } from '../../../core/lessons/reported'
import { shownLesson } from '../../../core/lessons/shown'
import { showText, showValue } from '../../../core/text/foreign'
import { writeReport } from '../../exchange/report/writeReport'
import { LessonFolderError, readLessonFolder, type LessonFiles } from '../../lessons/lessonFiles'
import { openProgress } from '../../lessons/progressFile'
import { dataFolder, folderOf } from '../../store/catalog'
import { StoreError } from '../../store/storeError'
import { ExitCode } from '../exitCode'
import type { Io } from '../io'
import type { Parsed } from '../options/parse'
import { shippedLessons } from '../shippedLessons'
import { UsageError } from '../usageError'
import { version } from '../version'

/** `lesson report ID --learner NAME --out FILE`: what was done in a lesson, as one page that is handed in. */
export async function writeLessonReport({ files, values, switches }: Parsed, io: Io): Promise<ExitCode> {
  const [, id, more] = files
  if (id === undefined || more !== undefined) {
    throw new UsageError(`lesson report got ${files.length - 1} lessons: expected 1, by its id`)
  }
  const out = values.get('out')
  if (!out) throw new UsageError('--out is missing: expected the path of a file')
  const learner = values.get('learner')?.trim() ?? ''
  if (learner === '' || learner.length > MOST_LEARNER_CHARACTERS) {
    const is = values.has('learner') ? showValue(learner) : 'missing'
    throw new UsageError(`--learner is ${is}: expected a name of 1 to ${MOST_LEARNER_CHARACTERS} characters`)
  }
  const data = dataFolder(values.get('data-dir'))
  const { lesson, translations } = await findLesson(id, [
    values.get('dir') ?? shippedLessons(),
    join(data, 'lessons'),
  ])
  const { progress, problem } = await openProgress(join(data, 'progress.json'))
  if (problem) throw new UsageError(describeReason(problem))
  const its = progress.lessons[id]
  if (!its) throw new UsageError(`nothing was done in the lesson ${showText(id)} yet`)
  const tell = (what: Parameters<typeof describeReason>[0]) =>
    io.writeError(`unroll: ${describeReason(what)}`)
  const runs: { name: string; folder: string }[] = []
  for (const [name, runId] of Object.entries(its.runs)) {
    try {
      runs.push({ name, folder: await folderOf(data, runId) })
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      tell(error.reason)
    }
  }
  const wanted = values.get('language') ?? lesson.language
  const translation =
    translations.find((each) => each.translation.lesson.language === wanted)?.translation ?? null
  const shown = shownLesson({ lesson, translation })
  await writeReport({
    lesson: reportedLesson(shown, lesson.version, its),
    ...{ runs, learner, version: version(), out, force: switches.has('force'), tell },
    language: shown.language.startsWith('zh') ? 'zh' : 'en',
  })
  return ExitCode.fine
}

/** A lesson by its id, of the first folder that has it; the person's own folder may not be there. */
async function findLesson(id: string, folders: readonly string[]): Promise<LessonFiles> {
  for (const folder of folders) {
    const read = await readLessonFolder(folder).catch((error: unknown) => {
      if (error instanceof LessonFolderError) return null
      throw error
    })
    const found = read?.lessons.find(({ lesson }) => lesson.id === id)
    if (found) return found
  }
  throw new UsageError(`there is no lesson ${showText(id)}: unroll lesson list names them`)
}
