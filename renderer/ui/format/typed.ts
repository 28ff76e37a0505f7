import type { Field } from '../../../core/fields/field'
import { readNumber } from '../../../core/text/number'
import { en } from '../../locales/en'
import { zhCN } from '../../locales/zh-CN'

const units = [en.units, zhCN.units] as readonly Readonly<Record<string, string>>[]

/** The words for a unit that may stand behind a number: those of every language, one or many. */
export function unitWords(unit: string): readonly string[] {
  const words = [unit, ...units.flatMap((known) => known[unit] ?? [])]
  return [...words, ...words.map((word) => word.replace(/(?<=.)s$/, ''))]
}

/** The number that a person typed into a field, NaN where it is none. */
export function typedNumber(text: string, { unit }: Pick<Field, 'unit'>): number {
  return readNumber(text, unit === undefined ? [] : unitWords(unit))
}
