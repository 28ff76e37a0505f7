import type { Problem } from '../fields/problem'
import { showText } from '../text/foreign'
import { writeNumber } from '../text/number'
import type { MemoryPart } from './memory'

/** What is wrong with a document. */
export interface Problems {
  readonly problems: Problem[]
  /** How many more fields are unknown: of those only the first are listed. */
  readonly numMore: number
}

/** So many problems are told: who has more has another kind of file. */
export const MOST_PROBLEMS = 20

const parts: Readonly<Record<MemoryPart, string>> = {
  weights: 'weights, gradients and optimizer',
  copies: 'checkpoints and copies of the weights',
  activations: 'the states of all steps',
  evaluation: 'the network that is evaluated',
  views: 'the diagnostics',
  threads: 'threads',
}

const expectations: Record<Problem['code'], (params: Readonly<Record<string, string>>) => string> = {
  integer: ({ min, max }) => `expected a whole number from ${min} to ${max}`,
  number: ({ min, max }) => `expected a number from ${min} to ${max}`,
  choice: ({ options }) => `expected one of ${options}`,
  flag: () => 'expected true or false',
  text: ({ max }) => `expected a text of at most ${max} characters`,
  sha256: () => 'expected the SHA-256 of a file, 64 hexadecimal digits',
  object: () => 'expected an object with fields',
  unknown: () => 'there is no such field',
  shorterThan: ({ other, limit }) => `expected less than ${other} (${limit})`,
  atLeast: ({ other, limit }) => `expected at least ${other} (${limit})`,
  tooOften: ({ limit, most }) => `expected at least ${limit}: a run has at most ${most} texts or forecasts`,
  oneDirection: ({ cell }) => `expected false: the ${cell} cell runs in one direction only`,
  noFuture: () => 'expected false with truncated BPTT: the reverse direction would need the future',
  oneLayer: () => 'expected 0 with one layer: it works between layers',
  noSymbols: ({ task }) => `expected none: the input of the task ${task} is no symbols, one-hot`,
  candidates: () => 'expected a list of values, or a range of numbers with min and max',
  listOnly: () => 'expected a list of values: a range is for numbers, and not for a grid',
  emptyList: () => 'expected at least one value',
  noFields: () => 'expected at least one field',
  tooManyFields: ({ limit }) => `expected at most ${limit} fields`,
  positive: () => 'expected more than 0, as the scale is logarithmic',
  noEffect: ({ other, value, options }) =>
    `the field has no effect where ${other} is ${value}, only where it is ${options}`,
  sameValue: () => 'expected another value than it has',
  noTrials: () => 'expected none: a grid has a trial for every combination',
  tooManyTrials: ({ limit }) => `expected at most ${limit} trials, of which each combination is one`,
  asParent: ({ expected }) => `expected ${expected}, as in the run that it branches from`,
  beyondBranch: ({ limit }) => `expected more than ${limit}, which are made before the branch`,
  memory: ({ gigabytes, limit, part, ofPart, advice, other }) =>
    `a run needs about ${gigabytes} GB, expected at most ${limit} GB; ${ofPart} GB of it for ${parts[part as MemoryPart]}; ` +
    `reduce ${advice} or ${other}`,
  noFile: ({ option }) => `expected a file: ${option} names one`,
  missingData: ({ file }) => `the data of ${file} are not here: open the file again`,
  beyondData: ({ limit }) => `expected less than ${limit}, the length of the shorter part of the data`,
  foldsAll: ({ limit }) => `expected at most ${limit}, or nothing but rare characters is left`,
  carriedState: ({ other }) =>
    `expected false where ${other} is carried: the reverse direction would need the future`,
  columnNames: ({ columns }) => `expected one or more of the columns ${columns}`,
  notNumber: ({ line, column, name, cell }) =>
    `line ${line}, column ${column} (${name}) is ${showText(JSON.stringify(cell))}, expected a number`,
  dateColumn: ({ name }) => `column ${name} holds dates, expected a column of numbers`,
  emptyCell: ({ line, column, name, count }) =>
    `line ${line}, column ${column} (${name}) is empty, as are ${count} cells in all: expected numbers, ` +
    'or one of previous, interpolate, drop',
  unordered: ({ line, name }) =>
    `line ${line}: the date in column ${name} is before the one above it, expected a later one`,
  constantColumn: ({ name }) =>
    `column ${name} has one value in all that is trained on: there is nothing to learn`,
  listedLength: ({ limit }) => `expected none or ${limit}, the length of the sequences in the file`,
  sameAnswer: () => 'all answers that are trained on are the same: there is nothing to learn',
  message: ({ text = '' }) => text,
}

/** A problem as one English sentence: path, value, expectation. The window has the same in its languages. */
export function describeProblem(problem: Problem): string {
  const written = Object.entries(problem.params).map(([name, param]) => [
    name,
    typeof param === 'number' ? writeNumber(param) : param,
  ])
  const expectation = expectations[problem.code](Object.fromEntries(written) as Record<string, string>)
  const value = problem.value === 'undefined' ? 'missing' : problem.value
  return `${problem.path || 'the experiment'} is ${value}: ${expectation}`
}

/** The problems of a document in one line: the first, and how many more there are. */
export function describeProblems({ problems, numMore }: Problems): string {
  const told = problems.slice(0, MOST_PROBLEMS)
  const more = problems.length - told.length + numMore
  return told.map(describeProblem).join('; ') + (more > 0 ? `; and ${more} more` : '')
}
