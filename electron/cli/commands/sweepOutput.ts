import type { FieldValue, Sweep } from '../../../core/sweep/sweep'
import { counted } from '../../../core/text/counted'
import { showPath, showText } from '../../../core/text/foreign'
import { writeNumber } from '../../../core/text/number'
import type { NamedTrial, SweepListener } from '../../sweep/runSweep'
import type { TrialResult } from '../../sweep/trialResult'
import type { Io } from '../io'
import { jsonLine } from '../jsonLine'
import { duration, jsonNumber, short } from '../numbers'
import { partsWithin } from '../progress'

const INTERVAL_MS = 100
/** So long it takes to tell how long the rest will. */
const FIRST_GUESS_MS = 2000
const CLEAR = '\r\u001b[K'
/** So many of the best trials are named at the end. */
const NUM_BEST = 5
/** Characters of the message of a thread that failed. */
const REASON_LENGTH = 500

export interface SweepOutputOptions {
  readonly sweep: Sweep
  readonly trials: readonly NamedTrial[]
  readonly name: string
  /** What trains them. */
  readonly where: string
  readonly isJson: boolean
  /** What `--data-dir` says. */
  readonly data: string | null
  readonly isKept: boolean
  /** Milliseconds of a clock that never goes back. */
  now(): number
}

/** Prints a sweep: a line a trial, as JSON or as rows of a table, and at the end which trials were best. */
export interface SweepOutput extends Required<SweepListener> {
  begin(): void
  /** Nothing more comes; whether that was before every trial had ended. */
  end(isCut: boolean): void
  readonly numEnded: number
  readonly numFailed: number
}

export function createSweepOutput(io: Io, options: SweepOutputOptions): SweepOutput {
  const { trials, isJson } = options
  const rows = createRows(trials)
  const ended: { trial: NamedTrial; result: TrialResult }[] = []
  let numFailed = 0
  const progress = createProgressLine(io, options)

  function tell(trial: NamedTrial, result: TrialResult): void {
    const name = `trial ${trial.index + 1}`
    if (result.message === undefined) return
    io.writeError(`unroll: ${name}: ${showText(result.message, REASON_LENGTH)}`)
  }

  return {
    get numEnded() {
      return ended.length
    },
    get numFailed() {
      return numFailed
    },
    begin() {
      if (isJson) return
      io.write(`${headline(options)}\n\n${rows.head()}\n`)
    },
    begun: ({ id }, update) => progress.begun(id, update),
    progressed({ id }, update) {
      if (!isJson) progress.made(id, update)
    },
    ended: ({ id }) => progress.ended(id),
    result(trial, result) {
      ended.push({ trial, result })
      if (result.status === 'failed') numFailed++
      progress.clear()
      tell(trial, result)
      io.write(isJson ? trialLine(trial, result) : `${rows.row(trial, result)}\n`)
    },
    end(isCut) {
      progress.clear()
      if (!isJson && !isCut && ended.length === trials.length) io.write(bestOf(ended, options))
    },
  }
}

function headline({ sweep: { search }, trials, name, where }: SweepOutputOptions): string {
  const fields = Object.keys(search.fields).join(', ')
  const count = counted(trials.length, 'trial')
  return `${showText(name)}: ${count} by ${search.strategy} over ${fields}, ${where}`
}

function trialLine({ id, fields }: NamedTrial, { status, loss, smoothedLoss, update }: TrialResult): string {
  const figures = { loss: jsonNumber(loss), smoothedLoss: jsonNumber(smoothedLoss), update }
  return jsonLine({ type: 'trial', id, fields, status, ...figures })
}

const written = (value: FieldValue | undefined) =>
  value === undefined ? '' : typeof value === 'number' ? shortest(value) : String(value)

/** A number as it was written, or where it was drawn, with as many digits as tell it from others. */
function shortest(value: number): string {
  const text = writeNumber(value)
  return text.length > 10 ? writeNumber(Number(value.toPrecision(6))) : text
}

/** Rows below each other, of a table of which all but the figures is known before it begins. */
function createRows(trials: readonly NamedTrial[]) {
  const paths = [...new Set(trials.flatMap(({ fields }) => Object.keys(fields)))]
  const widthOf = (head: string, texts: readonly string[]) =>
    texts.reduce((widest, text) => Math.max(widest, text.length), head.length)
  const widths = [
    Math.max(1, String(trials.length).length),
    widthOf(
      'id',
      trials.slice(0, 1).map(({ id }) => id),
    ),
    ...paths.map((path) =>
      widthOf(
        path,
        trials.map(({ fields }) => written(fields[path])),
      ),
    ),
    ...['diverged', 'smoothed', '1.23e-123', '10000000'].map(({ length }) => length),
  ]
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => text.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()
  return {
    head: () => line(['#', 'id', ...paths, 'status', 'smoothed', 'loss', 'updates']),
    row({ index, id, fields }: NamedTrial, { status, loss, smoothedLoss, update }: TrialResult): string {
      const figures = [status, figure(smoothedLoss), figure(loss), String(update)]
      return line([String(index + 1), id, ...paths.map((path) => written(fields[path])), ...figures])
    },
  }
}

const figure = (loss: number) => (Number.isNaN(loss) ? '' : short(loss))

/** The best trials that were trained to their end, with the commands that open them. */
function bestOf(
  ended: readonly { readonly trial: NamedTrial; readonly result: TrialResult }[],
  { isKept, data }: SweepOutputOptions,
): string {
  const done = ended.filter(({ result }) => result.status === 'done')
  if (done.length === 0) return `\nno trial was trained to its end\n`
  const best = [...done].sort((one, other) => one.result.smoothedLoss - other.result.smoothedLoss)
  const lines = best.slice(0, NUM_BEST).map(({ trial, result }) => {
    const values = Object.entries(trial.fields).map(([path, value]) => `${path} ${written(value)}`)
    const where = data === null ? '' : ` --data-dir ${showPath(data)}`
    const open = isKept ? `unroll runs show ${trial.id}${where}` : trial.id
    return `  ${short(result.smoothedLoss)}  ${values.join(', ')}\n    ${open}`
  })
  const shown = lines.length === 1 ? 'the best' : `the ${lines.length} best`
  return `\n${shown} of ${done.length} done, by the loss smoothed over updates:\n${lines.join('\n')}\n`
}

/** One line on a terminal that says how far the sweep is, written anew. */
function createProgressLine({ terminal }: Io, { trials, now }: SweepOutputOptions) {
  let started: number | null = null
  /** Updates of each trial that are to be made yet, at most. */
  const left = new Map(trials.map(({ id, experiment }) => [id, experiment.train.updates]))
  const planned = new Map(left)
  let numMade = 0
  let shownAt = -Infinity
  let isShown = false

  function line(columns: number): string {
    const updatesLeft = [...left.values()].reduce((sum, each) => sum + each, 0)
    const elapsed = now() - (started ?? now())
    const seconds = (updatesLeft * elapsed) / Math.max(1, numMade) / 1000
    const rest = elapsed < FIRST_GUESS_MS ? [] : [`${duration(seconds)} left`]
    return partsWithin([`${trials.length - left.size}/${trials.length} trials`, ...rest], columns)
  }

  return {
    begun: (id: string, update: number) => void left.set(id, planned.get(id)! - update),
    made(id: string, update: number): void {
      started ??= now()
      const stillLeft = planned.get(id)! - update
      numMade += left.get(id)! - stillLeft
      left.set(id, stillLeft)
      if (!terminal || now() - shownAt < INTERVAL_MS) return
      shownAt = now()
      isShown = true
      terminal.write(CLEAR + line(terminal.columns || 80))
    },
    ended: (id: string) => void left.delete(id),
    clear(): void {
      if (isShown) terminal?.write(CLEAR)
      isShown = false
    },
  }
}
