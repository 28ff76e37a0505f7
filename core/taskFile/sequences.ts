import { reason } from '../contract/reasons'
import type { OwnSequences, OwnTask } from '../data/task'
import { MAX_STEPS } from '../tasks/settings'
import { showValue } from '../text/foreign'
import { ANSWER, anyOf, NEXT } from './grammar'
import type { Path, Report } from './report'
import { NAME_LENGTH, type SequencePart, type TaskFile } from './schema'

/** Sequences as they are listed, their length and what their answers are called. */
export interface ReadSequences {
  readonly sequences: OwnSequences
  readonly seqLen: number
  readonly outputs: readonly string[]
}

/** A step: the index of a symbol, or a value for each column. */
type Step = readonly number[]

/** What reads the steps of inputs or of targets. */
interface Reader {
  /** The steps that stand at a path; null where something is wrong. */
  steps(given: unknown, path: Path): Step[] | null
}

/**
 * Checks that listed sequences have one length, symbols of the alphabet or as many numbers as there are columns, and
 * as many answers as are asked for. Null where something is wrong.
 */
export function readSequences(
  list: readonly SequencePart[],
  file: Pick<TaskFile, 'alphabet' | 'columns' | 'target' | 'validation'> & Pick<OwnTask, 'at'>,
  report: Report,
): ReadSequences | null {
  const classes = new Map<string, number>()
  const { alphabet, columns, target, at } = file
  const inputs = alphabet ? symbolReader(alphabet, report) : rowReader(columns?.inputs.length ?? 1, report)
  const answers = alphabet ? classReader(classes, report) : rowReader(columns?.targets?.length ?? 1, report)
  const isNext = target === 'next'
  const read = list.map((sequence, i) => {
    const path: Path = ['sequences', i]
    const steps = inputs.steps(sequence.input, [...path, 'input'])
    if (isNext) {
      if (sequence.target === undefined) return steps && nextOf(steps, at)
      return void report.add([...path, 'target'], (place) => reason('uselessKey', { place, other: NEXT }))
    }
    if (sequence.target === undefined) {
      return void report.add(path, (place) => reason('noTarget', { place, key: ANSWER }))
    }
    const asked = at === 'end' ? [sequence.target] : sequence.target
    const given = answers.steps(asked, [...path, 'target'])
    if (!steps || !given) return null
    if (at === 'each' && given.length !== steps.length) {
      const counts = { n: given.length, expected: steps.length }
      return void report.add([...path, 'target'], (place) => reason('answerCount', { place, ...counts }))
    }
    return { steps, targets: given }
  })
  if (!report.isEmpty) return null
  const whole = read as { readonly steps: Step[]; readonly targets: Step[] }[]
  checkLengths(whole, isNext, report)
  const outputs = isNext ? (alphabet ?? columns!.inputs) : alphabet ? [...classes.keys()] : columns!.targets!
  if (report.isEmpty && alphabet && outputs.length < 2) {
    report.add(['sequences'], (place) => reason('oneAnswer', { place }))
  }
  if (!report.isEmpty) return null
  return {
    sequences: packed(list, whole, file.validation ?? DEFAULT_SHARE),
    seqLen: whole[0]!.steps.length,
    outputs,
  }
}

const DEFAULT_SHARE = 0.2

/** The steps but the last, and the one that follows each, or that follows all of them. */
function nextOf(steps: Step[], at: OwnTask['at']) {
  return { steps: steps.slice(0, -1), targets: at === 'end' ? steps.slice(-1) : steps.slice(1) }
}

function checkLengths(read: readonly { readonly steps: Step[] }[], isNext: boolean, report: Report): void {
  const extra = isNext ? 1 : 0
  const first = read[0]!.steps.length
  if (first < 2 || first > MAX_STEPS) {
    const expected = `${2 + extra} … ${MAX_STEPS + extra}`
    return report.add(['sequences', 0, 'input'], (place) =>
      reason('stepCount', { place, n: first + extra, expected }),
    )
  }
  read.forEach(({ steps }, i) => {
    if (steps.length === first) return
    const counts = { n: steps.length + extra, expected: first + extra }
    report.add(['sequences', i, 'input'], (place) => reason('otherLength', { place, ...counts }))
  })
}

/** The entries of a list, or the characters of a text. */
function entriesOf(given: unknown): readonly unknown[] {
  if (typeof given === 'string') return [...given]
  return Array.isArray(given) ? (given as unknown[]) : [given]
}

function readEach(
  given: unknown,
  path: Path,
  read: (entry: unknown, path: Path) => Step | null,
): Step[] | null {
  const steps = entriesOf(given).map((entry, i) => read(entry, Array.isArray(given) ? [...path, i] : path))
  return steps.includes(null) ? null : (steps as Step[])
}

function symbolReader(alphabet: readonly string[], report: Report): Reader {
  return {
    steps: (given, path) =>
      readEach(given, path, (entry, at) => {
        const index = alphabet.indexOf(entry as string)
        if (index >= 0) return [index]
        report.add(at, (place) => reason('stepIs', { place, value: showValue(entry), why: anyOf(alphabet) }))
        return null
      }),
  }
}

/** Answers become classes in the order in which they come. */
function classReader(classes: Map<string, number>, report: Report): Reader {
  return {
    steps: (given, path) =>
      readEach(given, path, (entry, at) => {
        if (typeof entry !== 'string' || entry === '' || entry.length > NAME_LENGTH) {
          report.refuse(at, entry, reason('expectedText', { most: NAME_LENGTH }))
          return null
        }
        const index = classes.get(entry) ?? classes.size
        classes.set(entry, index)
        return [index]
      }),
  }
}

function rowReader(width: number, report: Report): Reader {
  return {
    steps: (given, path) =>
      readEach(given, path, (entry, at) => {
        const row = entriesOf(entry)
        if (row.length === width && row.every((value) => typeof value === 'number')) return row
        const why = reason('expectedColumns', { n: width })
        report.add(at, (place) => reason('stepIs', { place, value: showValue(entry), why }))
        return null
      }),
  }
}

function packed(
  list: readonly SequencePart[],
  read: readonly { readonly steps: Step[]; readonly targets: Step[] }[],
  share: number,
): OwnSequences {
  const weights = list.map(({ weight = 1 }) => weight)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    kind: 'sequences',
    count: list.length,
    probabilities: Float64Array.from(weights, (weight) => weight / total),
    inputs: Float64Array.from(read.flatMap(({ steps }) => steps.flat())),
    targets: Float64Array.from(read.flatMap(({ targets }) => targets.flat())),
    // Spread over the list, which may be in some order.
    heldOut: Uint8Array.from(
      list,
      (_, i) => Math.floor((i + 1) * share + 1e-9) - Math.floor(i * share + 1e-9),
    ),
  }
}
