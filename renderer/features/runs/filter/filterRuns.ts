import { readNumber } from '../../../../core/text/number'
import type { RunRow } from '../../../stores/runRow'
import type { RowWords } from '../sortRows'
import type { FilterField } from './filterFields'
import { filterField } from './filterFields'
import type { Comparison, FilterProblem, Term } from './terms'
import { readTerms } from './terms'

export type { FilterProblem } from './terms'

type Condition = (row: RunRow, words: RowWords) => boolean

/** A filter of runs, or what is wrong with it. */
export type ParsedFilter =
  { readonly ok: true; readonly matches: Condition } | { readonly ok: false; readonly problem: FilterProblem }

/** Reads a filter, such as `cell:lstm lr<0.01 tag:hw -is:archived`. @see readTerms */
export function parseFilter(text: string): ParsedFilter {
  const read = readTerms(text)
  if ('code' in read) return { ok: false, problem: read }
  const conditions: Condition[] = []
  for (const term of read.terms) {
    const condition = conditionOf(term)
    if (typeof condition !== 'function') return { ok: false, problem: condition }
    conditions.push(term.isNegated ? (row, words) => !condition(row, words) : condition)
  }
  return { ok: true, matches: (row, words) => conditions.every((holds) => holds(row, words)) }
}

function conditionOf({ at, isNegated, field, values }: Term): Condition | FilterProblem {
  if (!field) return holdsWord(values[0]!.text.toLowerCase())
  const place = at + (isNegated ? 1 : 0)
  const known = filterField(field.name)
  if (!known) return { at: place, code: 'unknownField', params: { field: field.name } }
  return known.kind === 'number'
    ? comparesNumber(known, field, values)
    : comparesText(known, field, values, place)
}

/** A word stands in what a row says of the run. */
function holdsWord(word: string): Condition {
  return (row, words) =>
    [words.name(row), words.task(row), words.cell(row), words.status(row), ...row.tags]
      .join('\n')
      .toLowerCase()
      .includes(word)
}

function comparesNumber(
  { read }: FilterField,
  { name, comparison }: NonNullable<Term['field']>,
  values: Term['values'],
): Condition | FilterProblem {
  const numbers = values.map(({ text }) => (text === 'none' ? NaN : readNumber(text, [])))
  const wrong = values.findIndex(({ text }, i) => Number.isNaN(numbers[i]!) && text !== 'none')
  if (wrong >= 0) {
    const { at, text } = values[wrong]!
    return { at, code: 'noNumber', params: { field: name, value: text } }
  }
  const holds = relations[comparison]
  return (row, words) => {
    const own = read(row, words) as number
    // What differs from all of them differs from each.
    return comparison === '!='
      ? numbers.every((value) => holds(own, value))
      : numbers.some((value) => holds(own, value))
  }
}

const isEqual = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b))

const relations: Readonly<Record<Comparison, (own: number, value: number) => boolean>> = {
  '<': (own, value) => own < value,
  '<=': (own, value) => own <= value,
  '>': (own, value) => own > value,
  '>=': (own, value) => own >= value,
  '=': isEqual,
  ':': isEqual,
  '!=': (own, value) => !isEqual(own, value),
}

function comparesText(
  { kind, read, options }: FilterField,
  { name, comparison }: NonNullable<Term['field']>,
  values: Term['values'],
  at: number,
): Condition | FilterProblem {
  if (comparison.startsWith('<') || comparison.startsWith('>')) {
    return { at, code: 'noOrder', params: { field: name, comparison } }
  }
  const wanted = values.map(({ text }) => text.toLowerCase())
  const wrong = options
    ? wanted.findIndex((value) => !options.some((option) => option.toLowerCase() === value))
    : -1
  if (wrong >= 0) {
    const params = { field: name, value: values[wrong]!.text, options: options!.join(', ') }
    return { at: values[wrong]!.at, code: 'noOption', params }
  }
  const isFound = (own: string, value: string) => (kind === 'text' ? own.includes(value) : own === value)
  return (row, words) => {
    const own = (read(row, words) as readonly string[]).map((text) => text.toLowerCase())
    const hasAny = wanted.some((value) => own.some((text) => isFound(text, value)))
    return comparison === '!=' ? !hasAny : hasAny
  }
}
