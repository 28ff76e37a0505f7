import { reason, type Reason } from '../contract/reasons'
import type { OwnTask } from '../data/task'
import { parsePlacedJson, PlacedJsonError, type PlacedJson } from '../formats/placedJson'
import { showValue } from '../text/foreign'
import { NEXT, readGrammar } from './grammar'
import { createReport, reportIssues, type Report } from './report'
import { MOST_NAMES, taskFileSchema, type TaskFile } from './schema'
import { readSequences } from './sequences'

/** A task, or what is wrong with the file that should have been one, with lines and columns. */
export type ParsedTask =
  { readonly ok: true; readonly task: OwnTask } | { readonly ok: false; readonly why: Reason }

/** Steps of a grammar's sequences where the file says nothing. */
const USUAL_STEPS = 20

/** Reads a task's file, see `taskFileSchema`. */
export function parseTaskFile(text: string): ParsedTask {
  let json: PlacedJson
  try {
    json = parsePlacedJson(text)
  } catch (error) {
    if (!(error instanceof PlacedJsonError)) throw error
    return { ok: false, why: reasonOf(error) }
  }
  const report = createReport(json.placeOf)
  const parsed = taskFileSchema.safeParse(json.value)
  if (!parsed.success) reportIssues(parsed.error.issues, json.value, report)
  const task = parsed.success ? taskOf(parsed.data, report) : null
  return task ? { ok: true, task } : { ok: false, why: report.reason() }
}

function reasonOf({ line, column, fault }: PlacedJsonError): Reason {
  if (fault.kind === 'form') return reason('notJsonFrom', { line, column })
  const why =
    fault.kind === 'deep'
      ? reason('tooDeep', { most: fault.most })
      : reason('keyTwice', { key: showValue(fault.key) })
  return reason('inPlace', { line, column, why })
}

/** Null where something is wrong. */
function taskOf(file: TaskFile, report: Report): OwnTask | null {
  checkParts(file, report)
  if (!report.isEmpty) return null
  const { title = null, note = null, alphabet, columns, target, at = 'each', grammar, sequences } = file
  const shared = { kind: 'task', title, note, isOfSymbols: alphabet !== undefined, target, at } as const
  const inputs = alphabet ?? columns!.inputs
  if (grammar) {
    const read = readGrammar(grammar, { alphabet: alphabet!, target }, report)
    return (
      read && {
        ...shared,
        seqLen: file.steps ?? USUAL_STEPS,
        inputs,
        outputs: read.outputs,
        source: read.grammar,
      }
    )
  }
  const read = readSequences(sequences!, { ...file, at }, report)
  return read && { ...shared, seqLen: read.seqLen, inputs, outputs: read.outputs, source: read.sequences }
}

/** That parts which belong together are there, and others are not. */
function checkParts(file: TaskFile, report: Report): void {
  const { alphabet, columns, grammar, sequences, target, steps, validation } = file
  const needs = (first: string, second: string) =>
    report.add([], () => reason('neitherKey', { first, second }))
  const refuse = (path: readonly string[], other: string) =>
    report.add(path, (place) => reason('uselessKey', { place, other }))
  if (!alphabet && !columns) needs('alphabet', 'columns')
  if (!grammar && !sequences) needs('grammar', 'sequences')
  if (alphabet && columns) refuse(['columns'], 'alphabet')
  if (grammar && sequences) refuse(['sequences'], 'grammar')
  if (grammar && columns) refuse(['grammar'], 'columns')
  if (sequences && steps !== undefined) refuse(['steps'], 'sequences')
  if (grammar && validation !== undefined) refuse(['validation'], 'grammar')
  if (columns && target === 'answer' && !columns.targets) {
    report.refuse(['columns', 'targets'], undefined, reason('expectedNames', { min: 1, most: MOST_NAMES }))
  }
  if (columns && target === 'next' && columns.targets) refuse(['columns', 'targets'], NEXT)
  checkDifferent(['alphabet'], alphabet, report)
  checkDifferent(['columns', 'inputs'], columns?.inputs, report)
  checkDifferent(['columns', 'targets'], columns?.targets, report)
}

function checkDifferent(path: readonly string[], names: readonly string[] | undefined, report: Report): void {
  names?.forEach((name, i) => {
    if (names.indexOf(name) === i) return
    report.add([...path, i], (place) => reason('sameName', { place, value: showValue(name) }))
  })
}
