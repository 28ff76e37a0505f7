import { integer, type Values } from '../fields/field'
import { expectAtLeast } from './settings'
import type { SettingProblem } from './task'

/** The settings of waves whose period is drawn from a range of whole numbers. */
export const periods = {
  minPeriod: integer({ min: 3, max: 1000, default: 15 }, { unit: 'steps' }),
  maxPeriod: integer({ min: 3, max: 1000, default: 30 }, { unit: 'steps' }),
}

type Periods = Values<typeof periods>

/** The longest period has to be at least the shortest. */
export function periodProblems({ minPeriod, maxPeriod }: Periods): SettingProblem[] {
  return maxPeriod < minPeriod ? [expectAtLeast('maxPeriod', 'minPeriod', minPeriod)] : []
}

/** The mean of `of` over the periods P, each given as its angle a step, 2 pi / P: a finite sum. */
export function meanOverPeriods({ minPeriod, maxPeriod }: Periods, of: (angle: number) => number): number {
  let sum = 0
  for (let period = minPeriod; period <= maxPeriod; period++) sum += of((2 * Math.PI) / period)
  return sum / (maxPeriod - minPeriod + 1)
}
