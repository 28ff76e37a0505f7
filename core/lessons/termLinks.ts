import { isTermId, TERM_LINK } from '../glossary/terms'
import { showText } from '../text/foreign'
import type { LessonProblem } from './lesson'

const LINKS = new RegExp(String.raw`\]\(${TERM_LINK}([^)\s]*)\)`, 'g')

/** Links of a lesson's file to entries that the glossary does not have. */
export function termLinkProblems(text: string): LessonProblem[] {
  return text.split('\n').flatMap((source, i) =>
    [...source.matchAll(LINKS)].flatMap(([, id = '']) =>
      isTermId(id)
        ? []
        : [
            {
              line: i + 1,
              text: `the glossary has no term ${showText(id)}: expected an id such as gradient-norm`,
            },
          ],
    ),
  )
}
