import type { LessonList, ShownLesson } from '../../core/contract/lessons'
import { questionsOf, shownLesson } from '../../core/lessons/shown'
import type { ShelvedLesson } from './lessonShelf'

/** A lesson of the shelf as a window shows it, in a language where it is written in that. */
export function shownIn({ lesson, translations }: ShelvedLesson, language: string): ShownLesson {
  const translation =
    translations.find((each) => each.translation.lesson.language === language)?.translation ?? null
  return shownLesson({ lesson, translation })
}

/** Its line in the list of lessons. */
export function entryOf({
  lesson,
  translations,
  files,
  isOwn,
}: ShelvedLesson): LessonList['lessons'][number] {
  const all = [lesson, ...translations.map(({ translation }) => translation.lesson)]
  return {
    id: lesson.id,
    titles: all.map(({ language, title }) => ({ language, title })),
    ...{ minutes: lesson.minutes, isOwn, file: files[0]!, numSteps: lesson.steps.length },
    questions: questionsOf(lesson).map(({ id }) => id),
  }
}
