import type { Trace } from '../contract/trace'
import { backwardEquations, forwardEquations } from './passes'
import { clipEquations } from './clip'
import type { Equation, Explanation } from './equation'
import { given } from './equation'
import { cellGradients, headGradients } from './gradients'
import type { Matrix } from './matrix'
import type { Letters } from './notation'
import { pytorchLetters } from './notation'
import { optimizerEquations } from './optimizers'
import { lossEquation, OutputStep } from './output'
import { Scene } from './scene'

export type Phase = 'start' | 'forward' | 'output' | 'loss' | 'backward' | 'gradients' | 'clip' | 'update'

/** One thing that happens in an update. */
export interface Step {
  /** Such as `forward.0.3`: of cell 0 at t = 3. */
  readonly id: string
  readonly phase: Phase
  /** Index in `trace.cells`; null where it concerns the head or everything. */
  readonly cell: number | null
  /** From 0 within the pass, negative before it where that was only run through; null outside the time axis. */
  readonly t: number | null
  /** Made when they are first asked for. */
  readonly equations: readonly Equation[]
}

/** Everything that happens in an update, in the order in which it is computed. */
export interface Walk {
  readonly trace: Trace
  readonly scene: Scene
  readonly steps: readonly Step[]
  /** Where a step is, by its id; -1 if there is none. */
  indexOf(id: string): number
}

/**
 * The steps of an update: forward layer by layer and through time, the outputs and the loss, back from the last
 * layer and the last step to the first, the gradients of a cell's parameters right behind its way back, clipping,
 * the optimizer.
 */
export function walk(trace: Trace, letters: Letters = pytorchLetters, extras: readonly Matrix[] = []): Walk {
  const scene = new Scene(trace, letters)
  const { output, cells, sizes, optimizer } = trace
  const inOrder = (k: number): number[] => {
    const times = Array.from({ length: sizes.steps }, (_, t) => t)
    return cells[k].isReversed ? times.reverse() : times
  }
  const hasLoss = output.gradScores !== null
  const layersDown = Array.from({ length: sizes.numLayers }, (_, l) => sizes.numLayers - 1 - l)
  const cellsDown = layersDown.flatMap((layer) => [...cells.keys()].filter((k) => cells[k].layer === layer))

  const steps = [
    step('start', 'start', null, null, () => startEquations(scene, extras)),
    ...leadSteps(scene),
    ...cells.flatMap((_, k) =>
      inOrder(k).map((t) => step(`forward.${k}.${t}`, 'forward', k, t, () => forwardEquations(scene, k, t))),
    ),
    ...output.steps.map((t) =>
      step(`output.${t}`, 'output', null, t, () => new OutputStep(scene, t).equations()),
    ),
    ...(hasLoss
      ? [
          step('loss', 'loss', null, null, () => [lossEquation(scene)]),
          step('gradients.head', 'gradients', null, null, () => headGradients(scene)),
        ]
      : []),
    ...cellsDown.flatMap((k) => [
      ...inOrder(k)
        .reverse()
        .map((t) => step(`backward.${k}.${t}`, 'backward', k, t, () => backwardEquations(scene, k, t))),
      step(`gradients.${k}`, 'gradients', k, null, () => cellGradients(scene, k)),
    ]),
    ...(hasLoss ? [step('clip', 'clip', null, null, () => clipEquations(scene))] : []),
    ...(optimizer ? [step('update', 'update', null, null, () => optimizerEquations(scene))] : []),
  ]
  const places = new Map(steps.map(({ id }, index) => [id, index]))
  return { trace, scene, steps, indexOf: (id) => places.get(id) ?? -1 }
}

/**
 * The matrix of a step by its id; or what has this key in it, whatever t: results before operands, so that h_t is
 * the first of its key and h_{t-1} the second.
 */
export function findMatrix(step: Step, idOrKey: string, nth = 0): Matrix | null {
  const byId = allMatrices(step).find(({ id }) => id === idOrKey)
  if (byId) return byId
  const alike = allMatrices(step).filter(({ key }) => key === idOrKey)
  return alike[nth] ?? null
}

/** Which one of a step's matrices of the same key it is: see `findMatrix`. */
export function placeOf(step: Step, matrix: Matrix): number {
  const alike = allMatrices(step).filter(({ key }) => key === matrix.key)
  return Math.max(
    0,
    alike.findIndex(({ id }) => id === matrix.id),
  )
}

/** Results in their order, then operands; each once. */
function allMatrices({ equations }: Step): Matrix[] {
  const byId = new Map<string, Matrix>()
  for (const { result } of equations) byId.set(result.id, result)
  for (const { operands } of equations) {
    for (const matrix of operands) if (!byId.has(matrix.id)) byId.set(matrix.id, matrix)
  }
  return [...byId.values()]
}

/** How an element came about: of a result right here, of an operand in the step that made it. Null where it is given. */
export function explain(
  walked: Walk,
  step: Step,
  matrix: Matrix,
  row: number,
  col: number,
): Explanation | null {
  const { steps, indexOf, trace } = walked
  if (matrix.stacked) {
    const [upper, lower] = matrix.stacked
    return row < upper.rows
      ? explain(walked, step, upper, row, col)
      : explain(walked, step, lower, row - upper.rows, col)
  }
  const maker = matrix.madeIn === null ? undefined : steps[indexOf(matrix.madeIn)]
  const candidates = [...step.equations, ...(maker?.equations ?? [])].flatMap((line) => [
    line,
    ...(line.within ?? []),
  ])
  const whole = candidates.find(({ result }) => result.id === matrix.id)
  if (whole) return whole.explain?.(row, col) ?? null
  // A whole gradient is made gate by gate.
  const block = `${matrix.id}.${Math.floor(row / trace.sizes.hiddenSize)}`
  const gate = candidates.find(({ result }) => result.id === block)
  return gate?.explain?.(row % trace.sizes.hiddenSize, col) ?? null
}

/** The steps that truncated BPTT only ran through: forward, and never back. */
function leadSteps(scene: Scene): Step[] {
  const times = Array.from({ length: scene.numLead }, (_, i) => i - scene.numLead)
  return scene.trace.cells.flatMap((_, k) =>
    times.map((t) => step(`forward.${k}.${t}`, 'forward', k, t, () => forwardEquations(scene, k, t))),
  )
}

/** What an update starts from: parameters, initial states, and the first input. */
function startEquations(scene: Scene, extras: readonly Matrix[]): Equation[] {
  const { trace } = scene
  const states = trace.cells.flatMap((cell, k) => {
    const initial = cell.isReversed ? trace.sizes.steps : -1 - scene.numLead
    return cell.c ? [scene.h(k, initial), scene.c(k, initial)] : [scene.h(k, initial)]
  })
  const parameters = trace.parameters.map((parameter) => {
    const symbol = scene.parameters.symbol(parameter.name)
    return scene.parameters.whole(parameter, parameter.before, 'before', symbol, null)
  })
  return [...states, ...parameters, ...extras].map(given)
}

function step(
  id: string,
  phase: Phase,
  cell: number | null,
  t: number | null,
  make: () => readonly Equation[],
): Step {
  let made: readonly Equation[] | null = null
  return {
    id,
    phase,
    cell,
    t,
    get equations() {
      return (made ??= make())
    },
  }
}
