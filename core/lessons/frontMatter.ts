import { describeFields } from '../experiment/form'
import { taskNames } from '../tasks/registry'
import { showText, showValue } from '../text/foreign'
import { figureViews, type FrontMatter, type LessonProblem } from './lesson'
import { ID_FORM } from './schema'
import type { FrontLine } from './sections'

/** Of the form that this version reads. */
export const LESSON_FORMAT = 1

const BASE_KEYS = [
  'unroll-lesson',
  'id',
  'version',
  'language',
  'languages',
  'title',
  'minutes',
  'book',
  'show',
  'lock',
]
const TRANSLATION_KEYS = ['unroll-lesson', 'id', 'language', 'title', 'book']

/** Reads one key after the other, and collects what is wrong. */
function createReader(front: readonly FrontLine[], allowed: readonly string[], problems: LessonProblem[]) {
  const entries = new Map<string, FrontLine>()
  for (const entry of front) {
    if (!allowed.includes(entry.key)) {
      const text = `there is no key ${showText(entry.key)}: expected ${allowed.join(', ')}`
      problems.push({ line: entry.line, text })
    } else if (entries.has(entry.key)) {
      problems.push({ line: entry.line, text: `the key ${entry.key} stands twice` })
    } else entries.set(entry.key, entry)
  }

  function optional(key: string): string | undefined {
    return entries.get(key)?.value
  }
  function refuse(key: string, expected: string): void {
    const entry = entries.get(key)
    const is = entry ? showValue(entry.value) : 'missing'
    problems.push({ line: entry?.line ?? 1, text: `${key} is ${is}: expected ${expected}` })
  }
  function required(key: string, expected: string, isFine: (value: string) => boolean): string {
    const value = optional(key) ?? ''
    if (!isFine(value)) refuse(key, expected)
    return value
  }
  function whole(key: string, min: number): number {
    const value = required(
      key,
      `a whole number from ${min}`,
      (text) => /^\d{1,6}$/.test(text) && Number(text) >= min,
    )
    return Number(value)
  }
  function list(key: string, expected: string, isFine: (value: string) => boolean): string[] | undefined {
    const values = optional(key)
      ?.split(',')
      .map((value) => value.trim())
    if (values?.some((value) => !isFine(value))) refuse(key, expected)
    return values
  }
  return { optional, required, refuse, whole, list }
}

const isId = (value: string) => ID_FORM.test(value)
/** As BCP 47 writes languages. */
const isLanguage = (value: string) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value)
const isTitle = (value: string) => value !== '' && value.length <= 200

const FORMAT = `${LESSON_FORMAT}, the form that this version reads`
const ID = 'an id of small letters, digits and hyphens'
const LANGUAGE = 'a language such as en or zh-CN'
const TITLE = 'a title of at most 200 characters'

function isFormat(value: string): boolean {
  return value === String(LESSON_FORMAT)
}

let allPaths: ReadonlySet<string> | null = null

/** Whether some task has a field of this path. */
export function isFieldPath(path: string): boolean {
  allPaths ??= new Set(taskNames.flatMap((name) => describeFields(name).map((field) => field.path)))
  return allPaths.has(path)
}

/** The head of a lesson's own file. Adds to `problems` what is wrong with it. */
export function readFrontMatter(front: readonly FrontLine[], problems: LessonProblem[]): FrontMatter {
  const { optional, required, refuse, whole, list } = createReader(front, BASE_KEYS, problems)
  required('unroll-lesson', FORMAT, isFormat)
  const language = required('language', LANGUAGE, isLanguage)
  const languages = list('languages', 'languages such as en, zh-CN', isLanguage) ?? [language]
  if (languages[0] !== language)
    refuse('languages', `a list that begins with ${language}, this file's language`)
  return {
    id: required('id', ID, isId),
    version: whole('version', 1),
    ...{ language, languages },
    title: required('title', TITLE, isTitle),
    minutes: whole('minutes', 1),
    book: optional('book'),
    show: list('show', `some of ${figureViews.join(', ')}`, (view) =>
      figureViews.some((name) => name === view),
    ),
    lock: list('lock', 'paths of fields, such as model.hiddenSize', isFieldPath),
  }
}

/** What stands at the head of a translation. */
export type TranslatedFront = Pick<FrontMatter, 'id' | 'language' | 'title' | 'book'>

/** The head of a translation. Adds to `problems` what is wrong with it. */
export function readTranslatedFront(
  front: readonly FrontLine[],
  base: FrontMatter,
  problems: LessonProblem[],
): TranslatedFront {
  const { optional, required } = createReader(front, TRANSLATION_KEYS, problems)
  required('unroll-lesson', FORMAT, isFormat)
  const others = base.languages.slice(1)
  return {
    id: required('id', `${base.id}, as in the file that this translates`, (id) => id === base.id),
    language: required(
      'language',
      `one of ${others.join(', ')}, as the file that this translates lists them`,
      (text) => others.includes(text),
    ),
    title: required('title', TITLE, isTitle),
    book: optional('book') ?? base.book,
  }
}
