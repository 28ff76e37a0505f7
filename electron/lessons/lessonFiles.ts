import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { MOST_CHARACTERS, type Lesson, type LessonProblem } from '../../core/lessons/lesson'
import { parseLesson } from '../../core/lessons/parse'
import { parseTranslation, type Translation } from '../../core/lessons/translation'
import { decodeUtf8 } from '../../core/formats/utf8'
import { showPath } from '../../core/text/foreign'

/** The end of the name of every lesson's own file; a translation has its language before it. */
const ENDING = '.lesson.md'

/** What is wrong with a file of a lesson, and in which line; 0 for the file itself. */
export interface FileProblem extends LessonProblem {
  readonly file: string
}

/** A lesson with its translations, as they lie beside it. */
export interface LessonFiles {
  readonly lesson: Lesson
  /** Absolute paths: the lesson's own file, then those of the languages that it declares, in their order. */
  readonly files: readonly string[]
  readonly translations: readonly { readonly file: string; readonly translation: Translation }[]
}

export type ReadLesson =
  | { readonly ok: true; readonly value: LessonFiles }
  | { readonly ok: false; readonly problems: readonly FileProblem[] }

/**
 * Reads a lesson's own file and the translations that it declares: `name.lesson.md`, `name.zh-CN.lesson.md`.
 */
export async function readLessonFiles(path: string): Promise<ReadLesson> {
  const file = resolve(path)
  const text = await textOf(file)
  if (typeof text !== 'string') return refused(file, [text])
  const parsed = parseLesson(text)
  if (!parsed.ok) return refused(file, parsed.problems)
  const { lesson } = parsed
  const translations: LessonFiles['translations'][number][] = []
  const problems: FileProblem[] = []
  for (const language of lesson.languages.slice(1)) {
    const beside = file.slice(0, -ENDING.length) + `.${language}${ENDING}`
    const words = await textOf(beside)
    if (typeof words !== 'string') {
      problems.push({
        file: beside,
        line: 0,
        text: `${words.text}, and ${basename(file)} declares ${language}`,
      })
    } else {
      const read = parseTranslation(words, lesson)
      if (read.ok) translations.push({ file: beside, translation: read.translation })
      else problems.push(...read.problems.map((problem) => ({ file: beside, ...problem })))
    }
  }
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: { lesson, translations, files: [file, ...translations.map((each) => each.file)] },
  }
}

const refused = (file: string, problems: readonly LessonProblem[]): ReadLesson => ({
  ok: false,
  problems: problems.map((problem) => ({ file, ...problem })),
})

/** The text of a file, or what is wrong with it. */
async function textOf(file: string): Promise<string | LessonProblem> {
  if (!file.endsWith(ENDING)) return { line: 0, text: `expected a name that ends in ${ENDING}` }
  try {
    const found = await stat(file)
    if (!found.isFile()) return { line: 0, text: 'it is no file' }
    if (found.size > 4 * MOST_CHARACTERS)
      return { line: 0, text: `it has ${found.size} bytes, more than any lesson` }
    const bytes = await readFile(file)
    return decodeUtf8(bytes, 0, bytes.length)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { line: 0, text: code === 'ENOENT' ? 'there is no such file' : message }
  }
}

/** The lessons of a folder by the names of their files, and what is wrong with those that cannot be read. */
export async function readLessonFolder(folder: string) {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new LessonFolderError(
      `${showPath(folder)}: ${error.code === 'ENOENT' ? 'there is no such folder' : error.message}`,
    )
  })
  // Another language before the ending marks a translation.
  const own = names.filter((name) => /^[^.]+\.lesson\.md$/.test(name)).sort()
  const read = await Promise.all(own.map((name) => readLessonFiles(join(folder, name))))
  return {
    lessons: read.flatMap((each) => (each.ok ? [each.value] : [])),
    problems: read.flatMap((each) => (each.ok ? [] : each.problems)),
  }
}

/** A folder of lessons that cannot be read. */
export class LessonFolderError extends Error {}
