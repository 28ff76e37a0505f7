import type { Target } from './contributions'
import { cellTargets, contribution, headTargets } from './contributions'
import type { Equation } from './equation'
import { equation } from './equation'
import type { Matrix } from './matrix'
import { elementTex } from './matrix'
import type { CellParameter } from './parameterSymbols'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import type { ElementTerm, Term } from './terms'
import { outerProducts, sumOfColumns } from './terms'

/** The gradient of the passes that are shown: with clipping inside the recurrence those are limited. */
export function accumulatedStage(symbols: SymbolTable): 'grad' | 'gradClipped' {
  return symbols.trace.clip.mode === 'step' ? 'gradClipped' : 'grad'
}

/** dL/dW of one cell, gate by gate: sums over all steps and sequences. */
export function cellGradients(symbols: SymbolTable, k: number): Equation[] {
  const stage = accumulatedStage(symbols)
  return cellTargets(symbols, k).map((target) => {
    const { parameter, gate } = target
    return gradientEquation(
      symbols,
      target,
      symbols.parameters.block(parameter as CellParameter, k, gate, stage)!,
    )
  })
}

/** dL/dW of the head: sums over the supervised steps and sequences. */
export function headGradients(symbols: SymbolTable): Equation[] {
  const { parameters } = symbols
  const stage = accumulatedStage(symbols)
  return headTargets(symbols).map((target) => {
    const parameter = parameters.find(target.parameter)!
    const symbol = symbols.letters.gradient(parameters.symbol(target.parameter))
    const made = stepId('gradients', 'head')
    return gradientEquation(
      symbols,
      target,
      parameters.whole(parameter, parameter[stage], stage, symbol, made),
    )
  })
}

/** Matrices of so many numbers are not shown beside the sum: their subtotals are. */
const MANY_NUMBERS = 8192

/** A gradient as the sum over all its steps, with what each of them adds to an element as a subtotal. */
function gradientEquation(symbols: SymbolTable, target: Target, gradient: Matrix): Equation {
  const { times, isBias, pairAt } = target
  const pairs = times.map(pairAt)
  const term: Term = isBias ? columnsOverTime(pairs) : productsOverTime(pairs)
  const steps = times.map((t) => contribution(symbols, t, target))
  const areShown = times.length * gradient.rows * gradient.cols <= MANY_NUMBERS
  const subtotal = (matrix: Matrix, i: number, row: number, col: number): ElementTerm => {
    const one = isBias ? sumOfColumns('', [pairs[i].d]) : outerProducts('', [pairs[i]])
    const value = one.total(row, col)
    const factor = { tex: elementTex(matrix, row, col), value, sources: [{ matrix, row, col }] }
    return { factors: [factor], value }
  }
  const whole = equation(gradient, [areShown ? { ...term, operands: steps } : term])
  return {
    ...whole,
    explain: (row, col) => ({
      ...whole.explain!(row, col),
      subtotals: steps.map((matrix, i) => subtotal(matrix, i, row, col)),
    }),
  }
}

type Pairs = ReturnType<Target['pairAt']>[]

/** sum_t d_t x_tᵀ */
function productsOverTime(pairs: Pairs): Term {
  const { dTex, xTex } = pairs[0]
  return outerProducts(`\\textstyle\\sum_t ${dTex}\\, ${xTex}^{\\top}`, pairs)
}

/** sum_t d_t */
function columnsOverTime(pairs: Pairs): Term {
  return sumOfColumns(
    `\\textstyle\\sum_t ${pairs[0].dTex}`,
    pairs.map(({ d }) => d),
  )
}
