import { norm } from '../math/norms'
import { CellStep } from './description'
import { descriptions } from './descriptions'
import type { Equation } from './equation'
import { derive, equation } from './equation'
import type { Matrix } from './matrix'
import { stateMatrix } from './matrix'
import { atTime, gradientOf } from './notation'
import { OutputStep } from './output'
import type { Multiplier, Part } from './parts'
import { el, linearBack, plus, times } from './parts'
import type { Scene } from './scene'
import { shareEquations } from './shares'

/** Step t of a cell, forward. */
export function forwardEquations(scene: Scene, k: number, t: number): Equation[] {
  return descriptions[scene.trace.cell].forward(new CellStep(scene, k, t))
}

/**
 * Step t of a cell, back: dL/dh_t collected from all that read h_t, through the cell's equations, and on to the
 * input and, from the first step, to the initial state; and what the step adds to the parameters' gradients.
 */
export function backwardEquations(scene: Scene, k: number, t: number): Equation[] {
  const description = descriptions[scene.trace.cell]
  const s = new CellStep(scene, k, t)
  const later = scene.isInside(scene.after(k, t)) ? new CellStep(scene, k, scene.after(k, t)) : null
  const fromCellState = description.toOwnCellState && [
    ...(later ? description.toCellStateBefore!(later) : []),
    ...description.toOwnCellState(s),
  ]
  return [
    ...scoreGradient(scene, k, t),
    ...collected(s, s.dh, [...fromAbove(scene, k, t), ...(later ? description.toStateBefore(later) : [])]),
    ...(fromCellState ? collected(s, s.dc, fromCellState) : []),
    ...description.backward(s),
    ...inputGradient(scene, k, t),
    ...initialGradients(s),
    ...shareEquations(scene, k, t),
  ]
}

/** What leaves a cell at step t for the state before, as parts: also for the picture of the flow. */
export function flowToStateBefore(scene: Scene, k: number, t: number): Part[] {
  return descriptions[scene.trace.cell].toStateBefore(new CellStep(scene, k, t))
}

/** What leaves a cell's c at step t for the c before; nothing in cells without. */
export function flowToCellStateBefore(scene: Scene, k: number, t: number): Part[] {
  return descriptions[scene.trace.cell].toCellStateBefore?.(new CellStep(scene, k, t)) ?? []
}

/** ds_t, shown where the top layer's way back begins to use it. */
function scoreGradient(scene: Scene, k: number, t: number): Equation[] {
  return hasLossAt(scene, t) && k === scene.firstTopCell ? [new OutputStep(scene, t).gradEquation()] : []
}

function hasLossAt({ trace: { output } }: Scene, t: number): boolean {
  return output.gradScores !== null && output.steps.includes(t)
}

/** What reaches dh_t from outside the recurrence: from the head, from the layer above, or given. */
export function fromAbove(scene: Scene, k: number, t: number): Part[] {
  const { sizes, output, cells } = scene.trace
  const direction = cells[k].isReversed ? 1 : 0
  if (k < scene.firstTopCell) {
    const above = [...cells.keys()].filter((each) => cells[each].layer === cells[k].layer + 1)
    return above.flatMap((each) =>
      scene.gates.map((_, q) =>
        linearBack(
          scene.parameters.weightIh(each, q),
          scene.gradPre(each, q, t),
          direction * sizes.hiddenSize,
        ),
      ),
    )
  }
  if (output.givenGradH) return [plus(givenGradient(scene, output.givenGradH.data, t))]
  return hasLossAt(scene, t) ? new OutputStep(scene, t).toState(direction) : []
}

/** dL/dh_t as it was handed in. */
function givenGradient(scene: Scene, data: Float64Array, t: number): Matrix {
  const { batch, hiddenSize } = scene.trace.sizes
  const time = scene.shownStep(t)
  const name = { tex: `\\mathrm{d}${scene.letters.h}[\\ldots,${time - 1}]`, text: `da[:, :, ${time - 1}]` }
  const identity = { id: `given.${t}`, key: 'given', name, madeIn: null }
  return stateMatrix(identity, data, t * batch * hiddenSize, hiddenSize, batch)
}

/** A gradient out of its parts; where clipping works inside the recurrence, limited before it flows on. */
function collected(s: CellStep, result: Matrix, parts: Part[]): Equation[] {
  const { mode, threshold } = s.scene.trace.clip
  if (mode !== 'step') return [equation(result, parts)]
  const { tex, text } = result.name
  const identity = {
    id: `raw.${result.id}`,
    key: `raw.${result.key}`,
    name: { tex: `\\widetilde{${tex}}`, text: `${text} before the limit` },
    madeIn: result.madeIn,
  }
  const raw = derive(identity, result, parts)
  return [equation(raw, parts), equation(result, [times(el(raw), limiter(raw, threshold))])]
}

/** The factor that scales a sequence's gradient down to the threshold. */
function limiter(raw: Matrix, threshold: number): Multiplier {
  const value = (_row: number, col: number): number => {
    const numbers = Array.from({ length: raw.rows }, (_, row) => raw.at(row, col))
    const length = norm(numbers, 0, numbers.length)
    return length > threshold ? threshold / length : 1
  }
  const tex = `\\min\\!\\left(1, \\tfrac{${threshold}}{\\lVert ${raw.name.tex} \\rVert}\\right)`
  return { tex, operands: [], factor: (row, col) => ({ tex, value: value(row, col) }), value }
}

/** dx_t, once the last direction of the first layer has been there. */
function inputGradient(scene: Scene, k: number, t: number): Equation[] {
  const { sizes, gradInput } = scene.trace
  if (k !== sizes.numDirections - 1) return []
  const { batch, inputSize } = sizes
  const name = gradientOf(atTime('x', scene.shownStep(t), null, scene.marks))
  const result = stateMatrix(
    { id: `dx.${t}`, key: 'dx', name, madeIn: `backward.${k}.${t}` },
    gradInput.data,
    t * batch * inputSize,
    inputSize,
    batch,
  )
  const parts = Array.from({ length: sizes.numDirections }, (_, each) =>
    scene.gates.map((__, q) => linearBack(scene.parameters.weightIh(each, q), scene.gradPre(each, q, t))),
  )
  return [equation(result, parts.flat())]
}

/** From the first step on the way forward: the gradients of the state that it started from. */
function initialGradients(s: CellStep): Equation[] {
  const { scene, k, t } = s
  if (scene.isInside(scene.before(k, t))) return []
  const description = descriptions[scene.trace.cell]
  const ofState = equation(scene.gradInitial('h', k, t), description.toStateBefore(s))
  return description.toCellStateBefore
    ? [ofState, equation(scene.gradInitial('c', k, t), description.toCellStateBefore(s))]
    : [ofState]
}
