import { accumulatedStage } from './gradients'
import type { Equation } from './equation'
import { equation } from './equation'
import type { Matrix } from './matrix'
import { elementTex } from './matrix'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import type { Factor } from './terms'
import { el, linearBack, listed, outerProducts, times } from './terms'

/*
 * What stands between a cell's equations and what it reads: vectors of symbols, dropout between layers, and a
 * first state that is learned.
 */

/** Where a step of the first cell of a layer begins: what that layer reads, if it is not read as it is. */
export function inputEquations(symbols: SymbolTable, k: number, t: number): Equation[] {
  const { trace } = symbols
  const { layer } = symbols.cell(k)
  if (k % trace.sizes.numDirections !== 0) return []
  const x = symbols.input(k, t)
  if (layer === 0) {
    if (!trace.oneHot) return []
    return [equation(x, [linearBack(symbols.parameters.ofNetwork('embedding.weight'), symbols.oneHot(t))])]
  }
  if (!symbols.isDropped) return []
  return [equation(x, [times(el(symbols.mask(layer - 1, t)), el(symbols.output(layer - 1, t)))])]
}

/** The gradient of the vectors: each gets those of all steps at which its symbol was read. */
export function embeddingGradients(symbols: SymbolTable, gradInput: (t: number) => Matrix): Equation[] {
  const name = 'embedding.weight'
  const all = [...Array(symbols.trace.sizes.steps).keys()]
  const pairs = all.map((t) => ({ d: symbols.oneHot(t), x: gradInput(t) }))
  const term = outerProducts(`\\textstyle\\sum_t \\mathbf{1}_t\\, ${dOf(symbols, 'x_t')}^{\\top}`, pairs)
  return [equation(wholeGradient(symbols, name, 'embedding'), [term])]
}

/** The states that the pass starts from, as the rows of `h0` and `c0`; null where they are given. */
export function learnedStates(symbols: SymbolTable, k: number, initial: number): Equation[] | null {
  if (!symbols.isStateLearned) return null
  const row = (matrix: Matrix, unit: number): Factor => ({
    tex: elementTex(matrix, k, unit),
    value: matrix.at(k, unit),
    sources: [{ matrix, row: k, col: unit }],
  })
  const equationOf = (state: Matrix, name: 'h0' | 'c0'): Equation => {
    const parameter = symbols.parameters.ofNetwork(name)
    const term = listed(`${parameter.name.tex}[${k}]`, [parameter], (unit) => [row(parameter, unit)])
    return equation(state, [term])
  }
  return [
    equationOf(symbols.h(k, initial), 'h0'),
    ...(symbols.cell(k).c ? [equationOf(symbols.c(k, initial), 'c0')] : []),
  ]
}

/**
 * The gradients of `h0` and `c0`: row k is that of cell k's first state, summed over the batch; 0 where the
 * pass does not begin there.
 */
export function stateGradients(symbols: SymbolTable): Equation[] {
  const { cells, sizes } = symbols.trace
  const first = (k: number): number => (cells[k].isReversed ? sizes.steps - 1 : 0)
  const gradient = (name: 'h0' | 'c0', letter: string, of: (k: number) => Matrix): Equation => {
    const term = listed(`\\textstyle\\sum_b ${dOf(symbols, letter)}`, [], (k, unit) =>
      [...Array(sizes.batch).keys()].map((b) => elementOf(of(k), unit, b)),
    )
    return equation(wholeGradient(symbols, name, 'state'), symbols.isStateReached ? [term] : [])
  }
  return [
    gradient('h0', `${symbols.letters.h}_0`, (k) => symbols.gradInitialH(k, first(k))),
    ...(cells[0].c ? [gradient('c0', 'c_0', (k) => symbols.gradInitialC(k, first(k)))] : []),
  ]
}

function elementOf(matrix: Matrix, row: number, col: number): Factor {
  return {
    tex: elementTex(matrix, row, col),
    value: matrix.at(row, col),
    sources: [{ matrix, row, col }],
  }
}

const dOf = ({ letters }: SymbolTable, tex: string): string => letters.gradient({ tex, text: '' }).tex

function wholeGradient(symbols: SymbolTable, name: string, of: 'embedding' | 'state'): Matrix {
  const { parameters, letters } = symbols
  const found = parameters.find(name)!
  const stage = accumulatedStage(symbols)
  const symbol = letters.gradient(parameters.symbol(name))
  return parameters.whole(found, found[stage], stage, symbol, stepId('gradients', of))
}
