import type { RunRow } from '../../../stores/runRow'
import { differencesOf } from '../compare/differences'
import type { AxisValue } from './valueAxis'

/** Results that runs can be drawn by. */
export const resultNames = [
  'smoothedLoss',
  'bestLoss',
  'lastLoss',
  'solvedAfter',
  'updates',
  'seconds',
  'numParameters',
] as const
export type ResultName = (typeof resultNames)[number]
export const isResult = (key: string): key is ResultName => resultNames.some((name) => name === key)

/** Something that runs have, by which they can be drawn: a setting in which they differ, or a result. */
export interface AxisChoice {
  /** The path of the setting, or the name of the result. */
  readonly key: string
  /** Of each run. */
  readonly values: readonly AxisValue[]
}

export function axisChoices(rows: readonly RunRow[]): AxisChoice[] {
  return [
    ...differencesOf(rows).map(({ path, values }) => ({ key: path, values })),
    ...resultNames.map((key) => ({ key, values: rows.map((row) => row[key] ?? undefined) })),
  ]
}
