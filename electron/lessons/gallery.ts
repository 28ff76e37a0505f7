import type { Preset } from '../../core/contract/lessons'
import { reason } from '../../core/contract/reasons'
import { fail, succeed, type Result } from '../../core/contract/result'
import type { Experiment } from '../../core/experiment/experiment'
import { secondsOf } from '../../core/lessons/cost'
import { runsOf } from '../../core/lessons/parse'
import { experimentOf } from '../../core/lessons/runs'
import { settingsOf } from '../../core/lessons/shown'
import { showText } from '../../core/text/foreign'
import { readLessonFiles, type LessonFiles } from './lessonFiles'

/** The presets of the gallery. Its file is written as a lesson, so that every preset is proved as one. */
export interface Gallery {
  /** In a language, or in the gallery's own. */
  presets(language: string): Promise<Preset[]>
  experiment(preset: string, seed: number): Promise<Result<Experiment>>
}

/** A gallery whose steps each have a sentence and one run. */
export function createGallery(file: string): Gallery {
  let reading: Promise<LessonFiles | null> | null = null
  const read = () => (reading ??= readLessonFiles(file).then((found) => (found.ok ? found.value : null)))

  return {
    async presets(language) {
      const files = await read()
      if (!files) return []
      const { lesson, translations } = files
      const words =
        translations.find((each) => each.translation.lesson.language === language)?.translation.lesson ??
        lesson
      return words.steps.map(({ id, title, blocks }) => {
        const experiment = experimentOf(runsOf(lesson), id, { seed: 0 })
        const prose = blocks.flatMap((block) => (block.kind === 'prose' ? [block.markdown] : []))
        const sentence = prose.join(' ')
        return { id, title, sentence, settings: settingsOf(experiment), seconds: secondsOf(experiment) }
      })
    },
    async experiment(preset, seed) {
      const lesson = (await read())?.lesson
      if (!lesson?.steps.some(({ id }) => id === preset)) {
        return fail('invalidRequest', reason('noPreset', { id: showText(preset) }))
      }
      return succeed(experimentOf(runsOf(lesson), preset, { seed }))
    },
  }
}
