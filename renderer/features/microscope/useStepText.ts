import type { Ref } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { indexOfNumber } from '../../../core/contract/counting'
import type { Item } from '../../../core/explain/flow'
import { magnitude } from '../../../core/explain/flow'
import { largestDifference } from '../../../core/explain/homeworkComparison'
import type { Step, Timeline } from '../../../core/explain/timeline'
import { useMicroscopeStore } from '../../stores/microscope'
import { useLocaleFormat } from '../../ui/useLocaleFormat'
import { shortText } from './cellText'

export interface StepText {
  /** What happens in the step that is shown. */
  readonly title: Readonly<Ref<string>>
  /** One sentence with its most telling numbers. */
  readonly summary: Readonly<Ref<string>>
}

const gradientKeys = {
  ...{ cell: 'gradients', head: 'gradientsHead' },
  ...{ embedding: 'gradientsEmbedding', state: 'gradientsState' },
} as const

/** The words for the step that the microscope shows; empty while it shows none. */
export function useStepText(): StepText {
  const { t } = useI18n()
  const format = useLocaleFormat()
  const microscope = useMicroscopeStore()

  /** A time step; in the homework's sequences also as the handout counts it. */
  function timeOf(shown: number): string {
    if (!['part3', 'part4', 'part5'].includes(microscope.source ?? '')) return String(shown)
    return t('microscope.homeworkTime', { t: shown, index: indexOfNumber(shown) })
  }

  function titleOf({ symbols, trace }: Timeline, step: Step): string {
    const time = step.t === null ? '' : timeOf(symbols.shownStep(step.t))
    const key =
      step.phase === 'gradients' ? gradientKeys[typeof step.of === 'number' ? 'cell' : step.of] : step.phase
    const name = trace.optimizer ? t(`options.optimizer.name.${trace.optimizer.name}`) : ''
    const plain = t(`microscope.phases.${key}`, { t: time, name })
    if (step.cell === null) return plain
    const { layer, isReversed } = symbols.cell(step.cell)
    const inLayer = symbols.marks.hasLayers ? t('microscope.inLayer', { title: plain, n: layer + 1 }) : plain
    return isReversed ? t('microscope.inReverse', { title: inLayer }) : inLayer
  }

  function summaryOf({ symbols, trace }: Timeline, step: Step, item: Item): string {
    const time = (at: number): string => String(symbols.shownStep(at))
    switch (step.phase) {
      case 'start':
        return t('microscope.summary.start')
      case 'gradients':
        if (step.of !== 'state') return t('microscope.summary.gradients')
        return t(`microscope.summary.${symbols.isStateReached ? 'gradientsState' : 'gradientsUnreached'}`)
      case 'output':
        return t('microscope.summary.output', { t: time(step.t) })
      case 'forward': {
        const norm = magnitude(symbols.h(step.cell, step.t), item)
        return t('microscope.summary.forward', { t: time(step.t), norm: shortText(norm) })
      }
      case 'loss':
        return t('microscope.summary.loss', { loss: shortText(trace.output.loss ?? NaN) })
      case 'backward': {
        const last = symbols.cell(step.cell).isReversed ? 0 : trace.sizes.steps - 1
        const norm = magnitude(symbols.gradH(step.cell, step.t), item)
        const ratio = norm / magnitude(symbols.gradH(step.cell, last), item)
        const words = { t: time(step.t), norm: shortText(norm) }
        if (trace.sizes.steps === 1) return t('microscope.summary.backwardOnly', words)
        if (step.t === last) return t('microscope.summary.backwardStart', words)
        if (!Number.isFinite(ratio)) return t('microscope.summary.backwardNorm', words)
        return t('microscope.summary.backward', { ...words, ratio: shortText(ratio), last: time(last) })
      }
      case 'clip':
        return t(`microscope.summary.${trace.clip.isClipped ? 'clipped' : 'unclipped'}`, {
          before: shortText(trace.clip.normBefore),
          after: shortText(trace.clip.normAfter),
        })
      case 'comparison':
        return t('microscope.summary.comparison', { largest: shortText(largestDifference()) })
      case 'update':
        return t('microscope.summary.update', { lr: format.setting(trace.optimizer?.lr ?? NaN) })
    }
  }

  function shown(textOf: (timeline: Timeline, step: Step) => string): string {
    const { timeline, step } = microscope
    return timeline && step ? textOf(timeline, step) : ''
  }
  return {
    title: computed(() => shown(titleOf)),
    summary: computed(() => shown((timeline, step) => summaryOf(timeline, step, microscope.item))),
  }
}
