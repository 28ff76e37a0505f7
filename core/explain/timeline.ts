import { cellKindOf } from '../kinds/cells'
import type { Trace } from '../contract/trace'
import { clipEquations } from './clip'
import type { Equation } from './equation'
import { given } from './equation'
import { cellGradients, headGradients } from './gradients'
import type { Matrix } from './matrix'
import type { Letters } from './notation'
import { pytorchLetters } from './notation'
import { optimizerEquations } from './optimizers'
import { lossEquations, outputEquations } from './outputEquations'
import { embeddingGradients, learnedStates, stateGradients } from './inputs'
import { backwardEquations, forwardEquations, gradInput } from './passes'
import type { GradientsOf, StepId } from './stepId'
import { stepId } from './stepId'
import { SymbolTable } from './symbolTable'

interface StepOf {
  readonly id: StepId
  /** Computed when they are first asked for. */
  readonly equations: readonly Equation[]
}

/**
 * One thing that happens in an update. `cell` is an index in `trace.cells`; null where it concerns the head
 * or everything. `t` counts from 0 within the pass, negative before it where that was only run through; null
 * outside the time axis.
 */
export type Step = StepOf &
  (
    | {
        readonly phase: 'start' | 'loss' | 'clip' | 'update' | 'comparison'
        readonly cell: null
        readonly t: null
      }
    | { readonly phase: 'output'; readonly cell: null; readonly t: number }
    | { readonly phase: 'forward' | 'backward'; readonly cell: number; readonly t: number }
    | {
        readonly phase: 'gradients'
        readonly of: GradientsOf
        readonly cell: number | null
        readonly t: null
      }
  )

/** Everything that happens in an update, in the order in which it is computed. */
export interface Timeline {
  readonly trace: Trace
  readonly symbols: SymbolTable
  readonly steps: readonly Step[]
  /** Where a step is; -1 if there is none. */
  indexOf(id: StepId): number
}

export interface TimelineOptions {
  /** @default PyTorch's */
  readonly letters?: Letters
  /** Matrices that stand with what the update starts from. */
  readonly extras?: readonly Matrix[]
  /** There is no way back. */
  readonly isForwardOnly?: boolean
  /** The equations of a last step, which compares results with those of another program. */
  readonly closing?: () => Equation[]
}

/**
 * The steps of an update: forward layer by layer and through time, the outputs and the loss, backward from
 * the last layer and the last step to the first, the gradients of a cell's parameters right behind its
 * backward pass, clipping, the optimizer.
 */
export function createTimeline(
  trace: Trace,
  { letters = pytorchLetters, extras = [], isForwardOnly = false, closing }: TimelineOptions = {},
): Timeline {
  const symbols = new SymbolTable(trace, letters, cellKindOf(trace.cell).gateNames)
  const steps = [
    single('start', () => startEquations(symbols, extras)),
    ...leadSteps(symbols),
    ...trace.cells.flatMap((_, k) => timesOf(trace, k).map((t) => forwardStep(symbols, k, t))),
    ...trace.output.steps.map((t) => outputStep(symbols, t)),
    ...lossSteps(symbols),
    ...(isForwardOnly ? [] : cellsDown(trace).flatMap((k) => backwardSteps(symbols, k))),
    ...(isForwardOnly ? [] : stepsBelow(symbols)),
    ...(hasLoss(trace) ? [single('clip', () => clipEquations(symbols))] : []),
    ...(trace.optimizer ? [single('update', () => optimizerEquations(symbols))] : []),
    ...(closing ? [single('comparison', closing)] : []),
  ]
  const indices = new Map(steps.map(({ id }, index) => [id, index]))
  return { trace, symbols, steps, indexOf: (id) => indices.get(id) ?? -1 }
}

/**
 * Where an update is opened: at the end of the way back, where the gradient has come through all of time; of
 * a pass that only goes forward at its first step.
 */
export function openingIndex({ steps }: Timeline): number {
  const last = steps.findLastIndex(({ phase }) => phase === 'backward')
  return last >= 0
    ? last
    : Math.max(
        0,
        steps.findIndex(({ phase }) => phase === 'forward'),
      )
}

function hasLoss({ output }: Trace): boolean {
  return output.gradScores !== null
}

/** The steps of a cell in the order of its recurrence. */
function timesOf({ cells, sizes }: Trace, k: number): number[] {
  const times = Array.from({ length: sizes.steps }, (_, t) => t)
  return cells[k].isReversed ? times.reverse() : times
}

/** The cells from the top layer to the bottom one. */
function cellsDown({ cells, sizes }: Trace): number[] {
  const layers = Array.from({ length: sizes.numLayers }, (_, l) => sizes.numLayers - 1 - l)
  return layers.flatMap((layer) => [...cells.keys()].filter((k) => cells[k].layer === layer))
}

/** The steps that truncated BPTT only ran through: forward, and never backward. */
function leadSteps(symbols: SymbolTable): Step[] {
  const times = Array.from({ length: symbols.numLead }, (_, i) => i - symbols.numLead)
  return symbols.trace.cells.flatMap((_, k) => times.map((t) => forwardStep(symbols, k, t)))
}

function lossSteps(symbols: SymbolTable): Step[] {
  if (!hasLoss(symbols.trace)) return []
  return [single('loss', () => lossEquations(symbols)), gradientStep('head', () => headGradients(symbols))]
}

/** A cell's backward pass, and the gradients of its parameters. */
function backwardSteps(symbols: SymbolTable, k: number): Step[] {
  const times = timesOf(symbols.trace, k).reverse()
  return [...times.map((t) => backwardStep(symbols, k, t)), gradientStep(k, () => cellGradients(symbols, k))]
}

/** The gradients of what stands before the cells: vectors of symbols, and the first state. */
function stepsBelow(symbols: SymbolTable): Step[] {
  return [
    ...(symbols.trace.oneHot
      ? [gradientStep('embedding', () => embeddingGradients(symbols, (t) => gradInput(symbols, t)))]
      : []),
    ...(symbols.trace.isStateLearned ? [gradientStep('state', () => stateGradients(symbols))] : []),
  ]
}

/** What an update starts from: parameters, initial states, and the first input. */
function startEquations(symbols: SymbolTable, extras: readonly Matrix[]): Equation[] {
  const { trace } = symbols
  const states = trace.cells.flatMap((cell, k) => {
    const initial = cell.isReversed ? trace.sizes.steps : -1 - symbols.numLead
    const learned = learnedStates(symbols, k, initial)
    return (
      learned ??
      (cell.c ? [symbols.h(k, initial), symbols.c(k, initial)] : [symbols.h(k, initial)]).map(given)
    )
  })
  const parameters = trace.parameters.map((parameter) => {
    const symbol = symbols.parameters.symbol(parameter.name)
    return symbols.parameters.whole(parameter, parameter.before, 'before', symbol, null)
  })
  return [...states, ...[...parameters, ...extras].map(given)]
}

function single(phase: 'start' | 'loss' | 'clip' | 'update' | 'comparison', make: () => Equation[]): Step {
  return withEquations({ id: stepId(phase), phase, cell: null, t: null } as const, make)
}

function forwardStep(symbols: SymbolTable, k: number, t: number): Step {
  const step = { id: stepId('forward', k, t), phase: 'forward', cell: k, t } as const
  return withEquations(step, () => forwardEquations(symbols, k, t))
}

function backwardStep(symbols: SymbolTable, k: number, t: number): Step {
  const step = { id: stepId('backward', k, t), phase: 'backward', cell: k, t } as const
  return withEquations(step, () => backwardEquations(symbols, k, t))
}

function outputStep(symbols: SymbolTable, t: number): Step {
  const step = { id: stepId('output', t), phase: 'output', cell: null, t } as const
  return withEquations(step, () => outputEquations(symbols, t))
}

function gradientStep(of: GradientsOf, make: () => Equation[]): Step {
  const cell = typeof of === 'number' ? of : null
  return withEquations({ id: stepId('gradients', of), phase: 'gradients', of, cell, t: null } as const, make)
}

/** A step whose equations are computed once, when they are first asked for. */
function withEquations<Fields extends object>(
  fields: Fields,
  make: () => Equation[],
): Fields & { readonly equations: readonly Equation[] } {
  let made: readonly Equation[] | null = null
  return {
    ...fields,
    get equations() {
      return (made ??= make())
    },
  }
}
