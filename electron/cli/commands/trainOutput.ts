import { counted } from '../../../core/text/counted'
import { showText } from '../../../core/text/foreign'
import { shownNumber } from '../../../core/contract/counting'
import type { Evaluation } from '../../../core/contract/evaluation'
import type { Columns, Divergence, RunState } from '../../../core/contract/run'
import { RARE, type Vocabulary } from '../../../core/data/text'
import { bindTask } from '../../../core/tasks/bind'
import { countClipped } from '../../runs/countClipped'
import { taskNamed } from '../../../core/tasks/registry'
import type { Scale } from '../../../core/tasks/task'
import type { RunListener } from '../../runs/run'
import type { ReportOf } from '../../runs/runHost'
import type { StoredRun } from '../../store/runFolder'
import type { Io } from '../io'
import { jsonNumber, short } from '../numbers'
import { evaluationLines, evaluationTable } from '../evaluation'

/** Characters of the message of a thread that failed. */
const REASON_LENGTH = 500

/** How many updates a run has made of its own, and how many of them clipped its gradient. */
export interface Updates {
  readonly count: number
  readonly numClipped: number
}

export const noUpdatesYet: Updates = { count: 0, numClipped: 0 }

export function countUpdates(
  columns: Pick<Columns, 'gradNorm' | 'gradNormClipped'>,
  before = noUpdatesYet,
): Updates {
  return {
    count: before.count + columns.gradNorm.length,
    numClipped: before.numClipped + countClipped(columns),
  }
}

const clippedShare = ({ count, numClipped }: Updates) => (count > 0 ? numClipped / count : 0)

interface Figures {
  /** NaN before the first update. */
  loss: number
  baseline: number
  /** Whether the network was there. */
  isBuilt: boolean
  isClipping: boolean
  updates: Updates
  threads: number
  /** Of every batch. */
  msPerUpdate: number[]
  /** Whether the loss is one of characters. */
  isOfText: boolean
  evaluation: Evaluation | null
  /** How the columns were scaled that the loss is of. */
  targets: readonly Scale[]
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}

/**
 * Prints a run, in words or as JSON. Where the reader is slower than the training, the run waits for it. `made`
 * are the updates that it goes on behind.
 */
export function createTrainOutput(io: Io, isJson: boolean, made: Updates): RunListener {
  const figures: Figures = {
    ...{ loss: NaN, baseline: 0, isBuilt: false },
    ...{ isClipping: false, updates: made, threads: 1, msPerUpdate: [], isOfText: false, targets: [] },
    evaluation: null,
  }

  return {
    built(run) {
      const { experiment, numParameters, baseline } = run.summary()
      figures.baseline = baseline
      figures.isBuilt = true
      figures.isClipping = experiment.clip.mode !== 'none'
      const vocabulary = taskNamed(experiment.task.name).vocabulary?.(experiment.task)
      figures.isOfText = vocabulary !== undefined
      if (isJson) return
      const { task, model, train } = experiment
      const size = `${model.cell}, ${counted(model.hiddenSize, 'unit')}, ${numParameters} parameters`
      io.write(`${task.name}: ${size}, ${counted(train.updates, 'update')}, baseline ${short(baseline)}\n`)
      if (vocabulary) io.write(`${describeText(vocabulary)}\n`)
      const scales = taskNamed(task.name).scales?.(task)
      figures.targets = scales?.targets ?? []
      if (scales) io.write(`${describeColumns(scales)}\n`)
    },
    logged({ host }, batch) {
      figures.loss = batch.columns.loss.at(-1) ?? figures.loss
      figures.updates = countUpdates(batch.columns, figures.updates)
      figures.msPerUpdate.push(batch.msPerUpdate)
      if (!isJson || io.write(updateLines(batch))) return
      void host.pause()
      io.drained(() => void host.resume())
    },
    observed({ host }, { update, evaluation }) {
      if (!evaluation) return
      figures.evaluation = evaluation
      if (!isJson || io.write(evaluationLines(update + 1, evaluation))) return
      void host.pause()
      io.drained(() => void host.resume())
    },
    ended(run) {
      const { state } = run
      figures.threads = run.summary().threads ?? 1
      if (state.status === 'failed') io.writeError(`unroll: ${showText(state.error.message, REASON_LENGTH)}`)
      if (isJson) io.write(endLine(state, figures))
      else
        io.write(
          `${endSentence(state, figures)}\n${figures.evaluation ? evaluationTable(figures.evaluation) : ''}`,
        )
    },
  }
}

/** Prints how a run that is kept has ended. */
export function printStoredEnd(io: Io, isJson: boolean, { experiment, log, events }: StoredRun): void {
  const { loss, ms } = log.columns
  const end = events.findLast(({ type }) => type === 'diverged' || type === 'done')
  const state: RunState =
    end?.type === 'diverged'
      ? { status: 'diverged', update: log.length, divergence: end.divergence }
      : { status: 'done', update: log.length, reason: end?.type === 'done' ? end.reason : 'updates' }
  const figures: Figures = {
    ...{ loss: loss.at(-1) ?? NaN, baseline: bindTask(experiment.task).baseline, isBuilt: true },
    ...{ isClipping: experiment.clip.mode !== 'none', updates: countUpdates(log.columns) },
    ...{ threads: experiment.train.threads ?? 1, msPerUpdate: [...ms] },
    isOfText: taskNamed(experiment.task.name).vocabulary !== undefined,
    evaluation: null,
    targets: taskNamed(experiment.task.name).scales?.(experiment.task).targets ?? [],
  }
  io.write(isJson ? endLine(state, figures) : `${endSentence(state, figures)}\n`)
}

const ENCODINGS = { 'utf-8': 'UTF-8', gb18030: 'GB18030' }

/** What a text is read as. */
function describeText({ text, kept, size }: Vocabulary): string {
  const folded = text.counts.length - kept
  const parts = [
    counted(text.ids.length, 'character'),
    `${size} different`,
    ...(folded > 0 ? [`${folded} rare ones read as ${RARE}`] : []),
    ...(text.encoding ? [ENCODINGS[text.encoding]] : []),
  ]
  return `  the text: ${parts.join(', ')}`
}

/** Which columns are read and forecast, and how they were scaled. */
function describeColumns({
  inputs,
  targets,
}: {
  inputs: readonly Scale[]
  targets: readonly Scale[]
}): string {
  const scaled = targets.map(
    ({ name, mean, std }) => `${showText(name)}, mean ${short(mean)}, standard deviation ${short(std)}`,
  )
  const read = inputs.map(({ name }) => showText(name)).join(', ')
  return `  forecast: ${scaled.join('; ')}; from: ${read}`
}

/** The error in the target's own unit, where there is one target. */
function errorsIn([first, second]: readonly Scale[], loss: number): string[] {
  if (!first || second) return []
  return [`root mean square error ${short(first.std * Math.sqrt(loss))} (${showText(first.name)})`]
}

/** A mean cross-entropy in nats: e^L choices a character, and L / ln 2 bits. */
function perplexityOf(loss: number): string {
  return `perplexity ${short(Math.exp(loss))}, ${short(loss / Math.LN2)} bits per character`
}

function updateLines({
  firstUpdate,
  columns: { loss, gradNorm, gradNormClipped },
}: ReportOf<'batch'>): string {
  let lines = ''
  for (let i = 0; i < loss.length; i++) {
    const line = {
      type: 'update',
      update: firstUpdate + i,
      loss: jsonNumber(loss[i]!),
      gradNorm: jsonNumber(gradNorm[i]!),
      gradNormClipped: jsonNumber(gradNormClipped[i]!),
    }
    lines += `${JSON.stringify(line)}\n`
  }
  return lines
}

function endLine(state: RunState, { loss, updates, threads, msPerUpdate }: Figures): string {
  const line = {
    type: 'end',
    status: state.status,
    update: state.update,
    loss: jsonNumber(loss),
    clippedShare: clippedShare(updates),
    msPerUpdate: jsonNumber(median(msPerUpdate)),
    threads,
    ...(state.status === 'done' ? { reason: state.reason } : {}),
    ...(state.status === 'diverged' ? { divergence: state.divergence } : {}),
  }
  return `${JSON.stringify(line)}\n`
}

const place = ({ tensor, step }: { tensor: string; step: number | null }) =>
  `${tensor}${step === null ? '' : ` at t = ${shownNumber(step)}`}`

const where = ({ tensor, step, value, origin }: Divergence) => {
  const what = `${tensor} became ${value}${step === null ? '' : ` at t = ${shownNumber(step)}`}`
  if (!Number.isFinite(Number(value))) return what
  const from = origin ? `, from ${place(origin)} of norm ${short(Number(origin.norm))}` : ''
  return `${what}, beyond float32's 3.4e38${from}`
}

function endSentence(
  state: RunState,
  { loss, baseline, isBuilt, isClipping, updates, threads, msPerUpdate, isOfText, targets }: Figures,
): string {
  const cause = state.status === 'diverged' ? ` (${where(state.divergence)})` : ''
  if (!isBuilt) return `${state.status} before the network was built`
  if (msPerUpdate.length === 0) return `${state.status} before the first update was made${cause}`
  const parts = [
    `${state.status} after ${counted(state.update, 'update')}${cause}: loss ${short(loss)}, baseline ${short(baseline)}`,
    ...(isOfText ? [perplexityOf(loss)] : []),
    ...errorsIn(targets, loss),
    isClipping ? `${short(100 * clippedShare(updates))} % of updates clipped` : 'clipping off',
    `${short(median(msPerUpdate))} ms per update${threads > 1 ? ` on ${threads} threads` : ''}`,
  ]
  return parts.join(', ')
}
