import { computed, inject, provide, toRef, type InjectionKey } from 'vue'
import { createPlotLink } from '../../charts/plot/plotLink'
import { createStepLink } from '../../charts/plot/stepLink'
import { useObservationsStore } from '../../stores/observations'
import { useRunsStore } from '../../stores/runs'
import { READING_MS, useThrottledRef } from '../../ui/useThrottledRef'
import { useFixedPlane } from '../diagnostics/useFixedPlane'
import { useCurveAnnotations } from '../lab/useCurveAnnotations'
import { useGrowingData } from '../lab/useGrowingData'
import { useLossFacts } from '../lab/useLossFacts'
import { useShownTask } from '../lab/useShownTask'

/** What all figures of a lesson share: the run that is shown, what is seen of it, and where is looked at. */
function createLessonFigures() {
  const runs = useRunsStore()
  const observations = useObservationsStore()
  const run = computed(() => (runs.shown.status === 'idle' ? null : runs.shown.run))
  const { growth, observed } = useGrowingData()
  const shownTask = useShownTask(run)
  const facts = useLossFacts(() => ({
    column: growth.overview ? null : runs.columns.loss,
    version: growth.version,
    baseline: shownTask.value.baseline?.loss ?? NaN,
    floor: shownTask.value.floor?.loss ?? 0,
    solvedAt: shownTask.value.solvedAt,
  }))
  const calm = useThrottledRef(() => observed.seen, READING_MS)
  const plane = useFixedPlane(
    () => calm.value.states,
    () => observations.runId,
  )
  return {
    ...{ run, growth, observed, shownTask, facts, calm, plane, ...useCurveAnnotations(run) },
    link: createPlotLink(),
    steps: createStepLink(toRef(observations, 'keptUnit')),
  }
}

export type LessonFigures = ReturnType<typeof createLessonFigures>
const key: InjectionKey<LessonFigures> = Symbol('lessonFigures')

/** Provides them to the figures of a lesson. */
export function provideLessonFigures(): void {
  provide(key, createLessonFigures())
}

export function useLessonFigures(): LessonFigures {
  const figures = inject(key)
  if (!figures) throw new Error('No figures: a lesson provides them.')
  return figures
}
