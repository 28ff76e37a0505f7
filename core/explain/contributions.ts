import type { GradientPair } from './cells/cellStep'
import { CellStep } from './cells/cellStep'
import { cellDescriptions } from './cells/registry'
import type { Equation } from './equation'
import { equation } from './equation'
import type { Matrix } from './matrix'
import { numbersMatrix } from './matrix'
import type { MatrixRef } from './matrixRef'
import { matrixId } from './matrixRef'
import { OutputStep } from './outputStep'
import type { CellParameter } from './parameterSymbols'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import { outerProducts, plus, sumOfColumns } from './terms'

/**
 * A parameter, or a gate's block of it, whose gradient the steps of the backward pass add up to. That of the
 * output layer grows in the steps of the top cell, where a loss is asked.
 */
export interface Target {
  readonly cell: number
  readonly gate: number
  readonly parameter: string
  /** The block itself. */
  readonly block: Matrix
  readonly isBias: boolean
  /** The steps that add to it, from 0 within the pass. */
  readonly times: readonly number[]
  pairAt(t: number): GradientPair
}

/**
 * What step t of the backward pass adds to the gradient of every parameter of its cell, and the sum so far:
 *
 *     dW|≥t = dW|≥t+1 + dW|t        dW|t = d_t x_tᵀ  (for a bias d_t), summed over the batch
 *
 * The numbers are products of those that the passes kept; a matrix is computed when one of its elements is
 * asked for.
 */
export function contributionEquations(symbols: SymbolTable, k: number, t: number): Equation[] {
  const all = [...cellTargets(symbols, k), ...(k === symbols.firstTopCell ? headTargets(symbols) : [])]
  return all.filter(({ times }) => times.includes(t)).map((target) => sumSoFar(symbols, t, target))
}

/** The blocks of a cell's parameters, gate by gate. */
export function cellTargets(symbols: SymbolTable, k: number): Target[] {
  return symbols.gates.flatMap((_, q) => targets(symbols, k, q))
}

/** The output layer's parameters; none without a loss. */
export function headTargets(symbols: SymbolTable): Target[] {
  const { trace, parameters, letters } = symbols
  if (!trace.output.gradScores) return []
  const pairAt = (t: number): GradientPair => ({
    d: new OutputStep(symbols, t).gradScore!,
    x: symbols.output(trace.sizes.numLayers - 1, t),
    dTex: letters.gradient({ tex: `${letters.score}_t`, text: '' }).tex,
    xTex: `${letters.h}_t`,
  })
  const of = { cell: symbols.firstTopCell, gate: 0, times: trace.output.steps, pairAt }
  return [
    { ...of, parameter: 'head.weight', block: parameters.headWeight, isBias: false },
    { ...of, parameter: 'head.bias', block: parameters.headBias, isBias: true },
  ]
}

function targets(symbols: SymbolTable, k: number, q: number): Target[] {
  const { recurrentPair } = cellDescriptions[symbols.trace.cell]
  const times = [...Array(symbols.trace.sizes.steps).keys()]
  const target = (
    parameter: CellParameter,
    isBias: boolean,
    pair: (s: CellStep) => GradientPair,
  ): Target[] => {
    const block = symbols.parameters.block(parameter, k, q)
    const pairAt = (t: number): GradientPair => pair(new CellStep(symbols, k, t))
    return block ? [{ cell: k, gate: q, parameter, block, isBias, times, pairAt }] : []
  }
  return [
    ...target('weight_ih', false, (s) => s.inputPair(q)),
    ...target('weight_hh', false, (s) => recurrentPair(s, q)),
    ...target('bias_ih', true, (s) => s.inputPair(q)),
    ...target('bias_hh', true, (s) => recurrentPair(s, q)),
  ]
}

/** The sum so far, with the step's own contribution written out behind it. */
function sumSoFar(symbols: SymbolTable, t: number, target: Target): Equation {
  const later = laterTime(symbols, t, target)
  const before = later === null ? [] : [plus(accumulated(symbols, later, target))]
  const own = contributionEquation(symbols, t, target)
  const whole = equation(accumulated(symbols, t, target), [...before, plus(own.result)])
  return {
    ...whole,
    tex: `${whole.tex}, \\quad ${own.tex}`,
    operands: [...whole.operands, ...own.operands],
    addsTo: target.block.name,
    within: [own],
  }
}

/** The next step after t, in the order of the recurrence, that adds to a target; null behind the last. */
function laterTime(symbols: SymbolTable, t: number, { cell, times }: Target): number | null {
  let at = symbols.after(cell, t)
  while (symbols.isInside(at) && !times.includes(at)) at = symbols.after(cell, at)
  return symbols.isInside(at) ? at : null
}

function contributionEquation(symbols: SymbolTable, t: number, target: Target): Equation {
  const { d, x } = target.pairAt(t)
  const term = target.isBias
    ? { ...sumOfColumns(`\\textstyle\\sum_b ${d.name.tex}`, [d]), operands: [d] }
    : { ...outerProducts(`${d.name.tex}\\,${x.name.tex}^{\\top}`, [{ d, x }]), operands: [d, x] }
  return equation(contribution(symbols, t, target), [term])
}

/** dW|t */
export function contribution(symbols: SymbolTable, t: number, target: Target): Matrix {
  const ref = refOf(target, 'contribution', t)
  return blockMatrix(symbols, t, target, ref, ['', '='], () => cachedProduct(symbols, t, target))
}

/** dW|≥t, in the reverse direction dW|≤t. */
function accumulated(symbols: SymbolTable, t: number, target: Target): Matrix {
  const sign = symbols.cell(target.cell).isReversed ? (['\\le', '<='] as const) : (['\\ge', '>='] as const)
  const ref = refOf(target, 'accumulated', t)
  return blockMatrix(symbols, t, target, ref, sign, () => cachedSum(symbols, t, target))
}

function refOf(
  { parameter, cell, gate }: Target,
  kind: 'contribution' | 'accumulated',
  t: number,
): MatrixRef {
  return { kind, parameter, cell, gate, t }
}

function blockMatrix(
  symbols: SymbolTable,
  t: number,
  { block, cell }: Target,
  ref: MatrixRef,
  [sign, word]: readonly [tex: string, text: string],
  fetch: () => Float64Array,
): Matrix {
  const { tex, text } = symbols.letters.gradient(block.name)
  const time = symbols.shownStep(t)
  const name = { tex: `${tex}\\vert_{${sign}${time}}`, text: `${text}, t${word}${time}` }
  return numbersMatrix({ ref, name, madeIn: stepId('backward', cell, t) }, block, fetch)
}

function cachedProduct({ cache }: SymbolTable, t: number, target: Target): Float64Array {
  const id = matrixId(refOf(target, 'contribution', t))
  const known = cache.get(id)
  if (known) return known
  const made = product(target, t)
  cache.set(id, made)
  return made
}

/** Adds up from the nearest later step whose sum is still known, or from the end of the pass. */
function cachedSum(symbols: SymbolTable, t: number, target: Target): Float64Array {
  const { cache } = symbols
  const idAt = (at: number): string => matrixId(refOf(target, 'accumulated', at))
  const missing: number[] = []
  let known: Float64Array | undefined
  for (let at: number | null = t; !known && at !== null; at = laterTime(symbols, at, target)) {
    known = cache.get(idAt(at))
    if (!known) missing.push(at)
  }
  let total = known
  for (const at of missing.reverse()) {
    const next = product(target, at)
    if (total) for (let i = 0; i < next.length; i++) next[i] += total[i]
    cache.set(idAt(at), next)
    total = next
  }
  return total!
}

/** sum_b d[i,b] x[j,b], or sum_b d[i,b], row-major. */
function product({ block, isBias, pairAt }: Target, t: number): Float64Array {
  const { d, x } = pairAt(t)
  const { rows, cols } = block
  const out = new Float64Array(rows * cols)
  const right = new Float64Array(cols).fill(1)
  for (let b = 0; b < d.cols; b++) {
    if (!isBias) for (let j = 0; j < cols; j++) right[j] = x.at(j, b)
    for (let i = 0; i < rows; i++) {
      const left = d.at(i, b)
      for (let j = 0; j < cols; j++) out[i * cols + j] += left * right[j]
    }
  }
  return out
}
