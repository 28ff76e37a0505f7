import type { Experiment } from '../../../../core/experiment/experiment'
import type { FieldSpec } from '../../../../core/experiment/form'
import { fieldAt } from '../../../../core/sweep/fields'
import type { ScaleName, StrategyName } from '../../../../core/sweep/sweep'
import { fieldValue } from '../../../stores/draft'

/** What is tried in one field, as typed. */
export interface TriedField {
  readonly path: string
  readonly isRange: boolean
  /** Of a list, with commas between them. */
  readonly values: string
  readonly min: string
  readonly max: string
  readonly scale: ScaleName
}

/** A sweep as it is written in the form. */
export interface SweepDraft {
  readonly name: string
  readonly strategy: StrategyName
  readonly trials: string
  readonly seed: string
  readonly fields: readonly TriedField[]
}

/** Numbers that people try first are some powers apart. */
export const firstDraft: SweepDraft = {
  ...{ name: '', strategy: 'grid', trials: '16', seed: '0' },
  fields: [
    {
      ...{ path: 'optimizer.lr', isRange: false, values: '0.001, 0.003, 0.01' },
      ...{ min: '0.0001', max: '0.1', scale: 'log' },
    },
  ],
}

const valueOf = (field: FieldSpec | undefined, text: string): unknown =>
  field ? fieldValue(field, text.trim()) : text.trim()

/** The document of a sweep, as a file would have it; what is wrong in the form is wrong in it. */
export function sweepDocument(experiment: Experiment, draft: SweepDraft): Record<string, unknown> {
  const { strategy, trials, seed, fields } = draft
  const candidates = fields.map(({ path, isRange, values, min, max, scale }) => {
    const field = fieldAt(experiment.task.name, path)
    if (isRange && strategy !== 'grid') {
      return [path, { min: valueOf(field, min), max: valueOf(field, max), scale }] as const
    }
    const texts = values.split(/[,，;；\n]/).map((text) => text.trim())
    // One that is left empty means nothing where the field may be empty, and else was not finished.
    const given = texts.filter((text) => text !== '' || (field?.nullable && texts.length > 1))
    return [path, given.map((text) => valueOf(field, text))] as const
  })
  return {
    experiment,
    search: {
      strategy,
      ...(strategy === 'grid' ? {} : { trials: numberOr(trials) }),
      ...(strategy === 'random' ? { seed: numberOr(seed) } : {}),
      fields: Object.fromEntries(candidates),
    },
  }
}

/** The text itself where it is no number, so that whoever checks it can name it. */
function numberOr(text: string): number | string {
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? text : number
}
