import type { GradientPair } from './cells/cellStep'
import { CellStep } from './cells/cellStep'
import { cellDescriptions } from './cells/registry'
import type { Equation } from './equation'
import { equation } from './equation'
import type { Matrix } from './matrix'
import { gradientOf } from './notation'
import { OutputStep } from './outputStep'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import type { Term } from './terms'
import { outerProducts, sumOfColumns } from './terms'

/** The gradient of the passes that are shown: with clipping inside the recurrence those are limited. */
export function accumulatedStage(symbols: SymbolTable): 'grad' | 'gradClipped' {
  return symbols.trace.clip.mode === 'step' ? 'gradClipped' : 'grad'
}

/** dL/dW of one cell, gate by gate: sums over all steps and sequences. */
export function cellGradients(symbols: SymbolTable, k: number): Equation[] {
  const { parameters, trace } = symbols
  const { recurrentPair } = cellDescriptions[trace.cell]
  const stage = accumulatedStage(symbols)
  const steps = Array.from({ length: trace.sizes.steps }, (_, t) => new CellStep(symbols, k, t))
  return symbols.gates.flatMap((_, q) => {
    const inputPairs = steps.map((s) => s.inputPair(q))
    const statePairs = steps.map((s) => recurrentPair(s, q))
    const lines: [Matrix | null, Term][] = [
      [parameters.weightIh(k, q, stage), productsOverTime(inputPairs)],
      [parameters.weightHh(k, q, stage), productsOverTime(statePairs)],
      [parameters.block('bias_ih', k, q, stage), columnsOverTime(inputPairs)],
      [parameters.block('bias_hh', k, q, stage), columnsOverTime(statePairs)],
    ]
    return lines.flatMap(([gradient, term]) => (gradient ? [equation(gradient, [term])] : []))
  })
}

/** dL/dW of the head: sums over the supervised steps and sequences. */
export function headGradients(symbols: SymbolTable): Equation[] {
  const { parameters, letters, trace } = symbols
  const stage = accumulatedStage(symbols)
  const pairs: GradientPair[] = trace.output.steps.map((t) => ({
    d: new OutputStep(symbols, t).gradScore!,
    x: symbols.output(trace.sizes.numLayers - 1, t),
    dTex: '\\mathrm{d}s_t',
    xTex: `${letters.h}_t`,
  }))
  const gradientAt = (name: string): Matrix => {
    const parameter = parameters.find(name)!
    const symbol = gradientOf(parameters.symbol(name))
    return parameters.whole(parameter, parameter[stage], stage, symbol, stepId('gradients', 'head'))
  }
  return [
    equation(gradientAt('head.weight'), [productsOverTime(pairs)]),
    equation(gradientAt('head.bias'), [columnsOverTime(pairs)]),
  ]
}

/** sum_t d_t x_tᵀ */
function productsOverTime(pairs: readonly GradientPair[]): Term {
  const { dTex, xTex } = pairs[0]
  return outerProducts(`\\textstyle\\sum_t ${dTex}\\, ${xTex}^{\\top}`, pairs)
}

/** sum_t d_t */
function columnsOverTime(pairs: readonly GradientPair[]): Term {
  return sumOfColumns(
    `\\textstyle\\sum_t ${pairs[0].dTex}`,
    pairs.map(({ d }) => d),
  )
}
