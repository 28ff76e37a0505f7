import { useI18n } from 'vue-i18n'
import type { Item } from '../../../core/explain/flow'
import { magnitude } from '../../../core/explain/flow'
import type { Step, Walk } from '../../../core/explain/steps'
import { useLocaleFormat } from '../../ui/useLocaleFormat'

/** The words for a step of an update. */
export function useStepText() {
  const { t } = useI18n()
  const format = useLocaleFormat()

  /** What happens in it. */
  function title({ scene, trace }: Walk, step: Step): string {
    const time = step.t === null ? '' : String(scene.shownStep(step.t))
    const key = step.id === 'gradients.head' ? 'gradientsHead' : step.phase
    const name = trace.optimizer ? t(`options.optimizer.name.${trace.optimizer.name}`) : ''
    const plain = t(`microscope.phases.${key}`, { t: time, name })
    if (step.cell === null) return plain
    const { layer, isReversed } = scene.cell(step.cell)
    const inLayer = scene.marks.hasLayers ? t('microscope.inLayer', { title: plain, n: layer + 1 }) : plain
    return isReversed ? t('microscope.inReverse', { title: inLayer }) : inLayer
  }

  /** One sentence with its most telling numbers. */
  function summary({ scene, trace, steps }: Walk, index: number, item: Item): string {
    const step = steps[index]!
    const { cell, t: at } = step
    const words: Record<string, string> = {}
    if (at !== null) words.t = String(scene.shownStep(at))
    let key: string = step.phase
    if (step.phase === 'forward') words.norm = format.number(magnitude(scene.h(cell!, at!), item), 3)
    else if (step.phase === 'loss') words.loss = format.number(trace.output.loss ?? NaN)
    else if (step.phase === 'backward') {
      const last = trace.cells[cell!]!.isReversed ? 0 : trace.sizes.steps - 1
      const norm = magnitude(scene.gradH(cell!, at!), item)
      words.norm = format.number(norm, 3)
      words.ratio = format.number(norm / magnitude(scene.gradH(cell!, last), item), 3)
      words.last = String(scene.shownStep(last))
    } else if (step.phase === 'clip') {
      key = trace.clip.isClipped ? 'clipped' : 'unclipped'
      words.before = format.number(trace.clip.normBefore)
      words.after = format.number(trace.clip.normAfter)
    } else if (step.phase === 'update') words.lr = format.setting(trace.optimizer?.lr ?? NaN)
    return t(`microscope.summary.${key}`, words)
  }

  return { title, summary }
}
