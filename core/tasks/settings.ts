import { integer, type NumberField } from '../fields/field'
import type { SettingProblem } from './task'

/** The longest that a sequence can be set to. */
export const MAX_STEPS = 1000

/** A length of time in steps. */
export function steps(fallback: number, min = 2, max = MAX_STEPS): NumberField {
  return integer({ min, max, default: fallback }, { unit: 'steps', scale: 'log' })
}

/** `setting` has to be less than the setting `other`, which is `limit`. */
export function expectLess(setting: string, other: string, limit: number): SettingProblem {
  return { setting, code: 'shorterThan', params: { other: `task.${other}`, limit } }
}

/** `setting` has to be at least the setting `other`, which is `limit`. */
export function expectAtLeast(setting: string, other: string, limit: number): SettingProblem {
  return { setting, code: 'atLeast', params: { other: `task.${other}`, limit } }
}
