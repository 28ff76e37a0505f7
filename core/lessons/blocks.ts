import { valueAt } from '../fields/path'
import { parsePlacedJson, PlacedJsonError, type PlacedJson } from '../formats/placedJson'
import type { z } from '../experiment/zod'
import { showText, showValue } from '../text/foreign'
import type { Block, BlockKind, CheckBlock, ChoiceBlock, LessonProblem, PredictBlock } from './lesson'
import { blockSchemas } from './schema'
import type { Fence } from './sections'

/** The JSON of a block with the lines of the file it stands in; null if it is none. */
export function readFence(fence: Fence, problems: LessonProblem[]): PlacedJson | null {
  try {
    const { value, lineOf, placeOf } = parsePlacedJson(fence.text)
    return {
      value,
      lineOf: (path) => fence.line + lineOf(path),
      placeOf: (path) => ({ ...placeOf(path), line: fence.line + lineOf(path) }),
    }
  } catch (error) {
    if (!(error instanceof PlacedJsonError)) throw error
    problems.push({
      line: fence.line + error.line,
      text: `the block ${fence.kind} is not JSON: ${error.message}`,
    })
    return null
  }
}

/** Tells what a schema found, each in its line. */
export function schemaProblems(
  kind: string,
  issues: readonly z.core.$ZodIssue[],
  { value, lineOf }: PlacedJson,
): LessonProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.join('.')
    const name = path === '' ? kind : `${kind}.${path}`
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, 20).map((key) => ({
        line: lineOf([...issue.path, key]),
        text: `${name} has no key ${showText(key)}`,
      }))
    }
    const given = valueAt(value, path)
    const is = given === undefined ? 'missing' : showValue(given)
    return [{ line: lineOf(issue.path), text: `${name} is ${is}: ${issue.message}` }]
  })
}

/** A block as its JSON says it; null where it is refused, with what is wrong in `problems`. */
export function readBlock(fence: Fence, problems: LessonProblem[]): Exclude<Block, { kind: 'prose' }> | null {
  const kind = fence.kind as BlockKind
  const json = readFence(fence, problems)
  if (!json) return null
  const parsed = blockSchemas[kind].safeParse(json.value)
  if (!parsed.success) {
    problems.push(...schemaProblems(kind, parsed.error.issues, json))
    return null
  }
  const block = { ...parsed.data, kind, line: fence.line } as Exclude<Block, { kind: 'prose' }>
  const before = problems.length
  if (block.kind === 'predict') predictProblems(block, json, problems)
  if (block.kind === 'choice') choiceProblems(block, problems)
  if (block.kind === 'check') checkProblems(block, problems)
  if (block.kind === 'run' && (block.experiment === undefined) === (block.changes === undefined)) {
    problems.push({ line: block.line, text: 'run needs either an experiment or changes' })
  }
  return problems.length === before ? block : null
}

function predictProblems(block: PredictBlock, { lineOf }: PlacedJson, problems: LessonProblem[]): void {
  const tell = (key: string, text: string) =>
    problems.push({ line: lineOf([key]), text: `predict.${key} ${text}` })
  const { type, answer, options, probe, within } = block
  if (type === 'choice' || type === 'order') {
    if (!options) return void tell('options', `is missing: a ${type} is made between options`)
    if (probe || within) tell(probe ? 'probe' : 'within', `is of no use to a ${type}`)
    if (type === 'choice' && (typeof answer !== 'number' || !Number.isInteger(answer) || !options[answer])) {
      tell(
        'answer',
        `is ${shown(answer)}: expected which of the options is right, from 0 to ${options.length - 1}`,
      )
    }
    const isOrder =
      Array.isArray(answer) && [...(answer as number[])].sort((a, b) => a - b).every((at, i) => at === i)
    if (type === 'order' && !(isOrder && (answer as number[]).length === options.length)) {
      tell(
        'answer',
        `is ${shown(answer)}: expected each of 0 to ${options.length - 1} once, in the right order`,
      )
    }
    return
  }
  if (options) tell('options', 'is of no use to a number')
  if (Array.isArray(answer)) tell('answer', `is ${shown(answer)}: expected a number`)
  if (answer === undefined && !probe) tell('answer', 'is missing: expected a number, or a probe that answers')
  if (type === 'number' && !within && answer === undefined)
    tell('within', 'is missing: how near is near enough?')
}

const shown = (value: unknown) => (value === undefined ? 'missing' : showValue(value))

function choiceProblems({ options, line }: ChoiceBlock, problems: LessonProblem[]): void {
  const numRight = options.filter(({ right }) => right === true).length
  if (numRight !== 1) problems.push({ line, text: `choice has ${numRight} right options: expected one` })
}

const BOUNDS = ['atMost', 'atLeast', 'above', 'below', 'between', 'is'] as const

function checkProblems(block: CheckBlock, problems: LessonProblem[]): void {
  const given = BOUNDS.filter((name) => block[name] !== undefined)
  const text = `check needs one of ${BOUNDS.join(', ')}${given.length > 1 ? `, not ${given.join(' and ')}` : ''}`
  if (given.length !== 1) problems.push({ line: block.line, text })
}
