import type { EvaluatedSet, Evaluation } from '../../core/contract/evaluation'
import { jsonNumber, short } from './numbers'
import { table } from './options/help'

/** An evaluation after so many updates as JSON: a line a set. */
export function evaluationLines(updates: number, { sets }: Evaluation): string {
  return sets.map((set) => `${JSON.stringify(lineOf(updates, set))}\n`).join('')
}

function lineOf(
  update: number,
  { split, seqLen, sequences, loss, baseline, floor, accuracy, focus }: EvaluatedSet,
) {
  return {
    ...{ type: 'evaluation', update, split, seqLen, loss: jsonNumber(loss) },
    accuracy: accuracy === null ? null : jsonNumber(accuracy),
    ...{ sequences, baseline, floor },
    ...(focus ? { focus: { name: focus.name, accuracy: jsonNumber(focus.accuracy) } } : {}),
  }
}

const FOCUS = { closing: 'closing brackets', outer: 'last symbol but one' }

/** The same for people: a row a set. */
export function evaluationTable({ sets }: Evaluation): string {
  const rows = sets.map((set): [string, string] => [
    `${set.split}, ${set.seqLen} steps`,
    [
      `loss ${short(set.loss)}`,
      `baseline ${short(set.baseline)}`,
      ...(set.floor > 0 ? [`floor ${short(set.floor)}`] : []),
      ...(set.accuracy === null ? [] : [`${short(100 * set.accuracy)} % right`]),
      ...(set.focus ? [`${FOCUS[set.focus.name]} ${short(100 * set.focus.accuracy)} %`] : []),
    ].join(', '),
  ])
  return `${table(rows)}\n`
}
