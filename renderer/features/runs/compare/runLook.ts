import type { RunColor } from '../../../../core/contract/kept'
import { runColors } from '../../../../core/contract/kept'
import type { RunRow } from '../../../stores/runRow'

/** How the lines of a run look, in every chart of a comparison. */
export interface RunLook {
  readonly hue: RunColor
  /** None: it is drawn through. */
  readonly dash?: readonly number[]
}

/** Told apart also where the line is more points than pixels. */
const DASHES = [undefined, [9, 4], [3, 3], [12, 4, 3, 4]] as const

/** So many are drawn unless more are asked for: the looks repeat beyond it. */
export const MOST_DRAWN = 12

/**
 * Looks of runs, in their order: the first twelve differ, in color and dash; a color that a person chose
 * stays.
 */
export function looksOf(rows: readonly Pick<RunRow, 'runId' | 'color'>[]): ReadonlyMap<string, RunLook> {
  return new Map(
    rows.map(({ runId, color }, i) => {
      const dash = DASHES[i % DASHES.length]
      const hue = color ?? runColors[i % runColors.length]!
      return [runId, { hue, ...(dash ? { dash } : {}) }]
    }),
  )
}
