import { norm } from '../math/norms'
import { CellStep } from './cells/cellStep'
import { cellDescriptions } from './cells/registry'
import { contributionEquations } from './contributions'
import type { Equation } from './equation'
import { derive, equation } from './equation'
import { inputEquations } from './inputs'
import type { Matrix } from './matrix'
import { stateMatrix } from './matrix'
import type { MatrixRef } from './matrixRef'
import { atTime } from './notation'
import { scoreGradientEquations } from './outputEquations'
import { OutputStep } from './outputStep'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import type { Multiplier, Term } from './terms'
import { el, linearBack, masked, plus, times } from './terms'

/** Step t of a cell, forward. */
export function forwardEquations(symbols: SymbolTable, k: number, t: number): Equation[] {
  return [
    ...inputEquations(symbols, k, t),
    ...cellDescriptions[symbols.trace.cell].forward(new CellStep(symbols, k, t)),
  ]
}

/**
 * Step t of a cell, backward: dL/dh_t collected from all that read h_t, through the cell's equations, and on
 * to the input and, from the first step, to the initial state; and what the step adds to the parameters'
 * gradients.
 */
export function backwardEquations(symbols: SymbolTable, k: number, t: number): Equation[] {
  const { backward, toStateBefore, cellState } = cellDescriptions[symbols.trace.cell]
  const s = new CellStep(symbols, k, t)
  const later = symbols.isInside(symbols.after(k, t)) ? new CellStep(symbols, k, symbols.after(k, t)) : null
  return [
    ...(k === symbols.firstTopCell ? scoreGradientEquations(symbols, t) : []),
    ...collected(s, 'dhUnlimited', s.dh, [
      ...fromAbove(symbols, k, t),
      ...(later ? toStateBefore(later) : []),
    ]),
    ...(cellState
      ? collected(s, 'dcUnlimited', s.dc, [
          ...(later ? cellState.toCellStateBefore(later) : []),
          ...cellState.fromState(s),
        ])
      : []),
    ...backward(s),
    ...inputGradient(symbols, k, t),
    ...initialGradients(s),
    ...contributionEquations(symbols, k, t),
  ]
}

/** What leaves a cell at step t for the state before, as terms. */
export function flowToStateBefore(symbols: SymbolTable, k: number, t: number): Term[] {
  return cellDescriptions[symbols.trace.cell].toStateBefore(new CellStep(symbols, k, t))
}

/** What leaves a cell's c at step t for the c before; nothing in cells without. */
export function flowToCellStateBefore(symbols: SymbolTable, k: number, t: number): Term[] {
  const { cellState } = cellDescriptions[symbols.trace.cell]
  return cellState ? cellState.toCellStateBefore(new CellStep(symbols, k, t)) : []
}

/** What reaches dh_t from outside the recurrence: from the head, from the layer above, or given. */
export function fromAbove(symbols: SymbolTable, k: number, t: number): Term[] {
  const { sizes, output, cells } = symbols.trace
  const direction = cells[k].isReversed ? 1 : 0
  if (k < symbols.firstTopCell) {
    const above = [...cells.keys()].filter((each) => cells[each].layer === cells[k].layer + 1)
    const from = direction * sizes.hiddenSize
    const { layer } = cells[k]
    return above.flatMap((each) =>
      symbols.gates.map((_, q) => {
        const term = linearBack(symbols.parameters.weightIh(each, q), symbols.gradPre(each, q, t), from)
        return symbols.isDropped ? masked(symbols.mask(layer, t), term, from) : term
      }),
    )
  }
  if (output.givenGradH) return [plus(givenGradient(symbols, output.givenGradH.data, t))]
  return output.steps.includes(t) ? new OutputStep(symbols, t).toState(direction) : []
}

/** dL/dh_t as the homework gives it. */
function givenGradient(symbols: SymbolTable, data: Float64Array, t: number): Matrix {
  const { batch, hiddenSize } = symbols.trace.sizes
  // An element of the homework's array, which counts its steps from 0.
  const index = symbols.trace.window.firstStep + t
  const { tex } = symbols.letters.gradient({ tex: symbols.letters.h, text: 'a' })
  const name = { tex: `${tex}[\\ldots,${index}]`, text: `da[:, :, ${index}]` }
  const identity = { ref: { kind: 'givenDh', t } as const, name, madeIn: null }
  return stateMatrix(identity, data, t * batch * hiddenSize, hiddenSize, batch)
}

/** A gradient out of its terms; where clipping works inside the recurrence, limited before it flows on. */
function collected(
  { symbols, k, t }: CellStep,
  unlimited: 'dhUnlimited' | 'dcUnlimited',
  result: Matrix,
  terms: Term[],
): Equation[] {
  const { mode, threshold } = symbols.trace.clip
  if (mode !== 'step') return [equation(result, terms)]
  const { tex, text } = result.name
  const ref: MatrixRef = { kind: unlimited, cell: k, t }
  const name = { tex: `\\widetilde{${tex}}`, text: `${text} before the limit` }
  const raw = derive({ ref, name, madeIn: result.madeIn }, result, terms)
  return [equation(raw, terms), equation(result, [times(el(raw), limiter(raw, threshold))])]
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
function inputGradient(symbols: SymbolTable, k: number, t: number): Equation[] {
  const { sizes } = symbols.trace
  if (k !== sizes.numDirections - 1) return []
  const terms = Array.from({ length: sizes.numDirections }, (_, each) =>
    symbols.gates.map((__, q) =>
      linearBack(symbols.parameters.weightIh(each, q), symbols.gradPre(each, q, t)),
    ),
  )
  return [equation(gradInput(symbols, t), terms.flat())]
}

/** dx_t */
export function gradInput(symbols: SymbolTable, t: number): Matrix {
  const { sizes, gradInput: traced } = symbols.trace
  const { batch, inputSize, numDirections } = sizes
  const name = symbols.letters.gradient(atTime('x', symbols.shownStep(t), null, symbols.marks))
  const identity = { ref: { kind: 'dx', t } as const, name, madeIn: stepId('backward', numDirections - 1, t) }
  return stateMatrix(identity, traced.data, t * batch * inputSize, inputSize, batch)
}

/** The gradients of the initial state, out of the first step that starts from it. */
function initialGradients(s: CellStep): Equation[] {
  const { symbols, k, t } = s
  if (symbols.isInside(symbols.before(k, t))) return []
  const { toStateBefore, cellState } = cellDescriptions[symbols.trace.cell]
  const ofState = equation(symbols.gradInitialH(k, t), toStateBefore(s))
  return cellState
    ? [ofState, equation(symbols.gradInitialC(k, t), cellState.toCellStateBefore(s))]
    : [ofState]
}
