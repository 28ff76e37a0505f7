import type { ParameterTrace } from '../contract/trace'
import { norm } from '../math/norms'
import { accumulatedStage } from './gradients'
import type { Equation, OuterFunction } from './equation'
import { equation, rootOf } from './equation'
import type { Matrix, Name } from './matrix'
import { derivedMatrix } from './matrix'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import type { SymbolTable } from './symbolTable'
import { listed, plus, scaled } from './terms'

/** As in `core/optim/clip.ts`. */
const EPS = 1e-6

/** The gradient's norm, and what clipping makes of every gradient. */
export function clipEquations(symbols: SymbolTable): Equation[] {
  const { clip, parameters } = symbols.trace
  const before = totalNorm(symbols, 'before')
  const after = totalNorm(symbols, 'after')
  if (clip.mode === 'none') return [before]
  if (clip.mode === 'step') return [before, after]
  return [before, ...parameters.map((parameter) => clipped(symbols, parameter)), after]
}

/** The gradient that the optimizer sees, by the name that it has there. */
export function gradientFor(symbols: SymbolTable, parameter: ParameterTrace): Matrix {
  const { tex, text } = symbols.letters.gradient(symbols.parameters.symbol(parameter.name))
  const isClipped = symbols.trace.clip.mode === 'norm' || symbols.trace.clip.mode === 'value'
  const name: Name = isClipped ? { tex: `${tex}'`, text: `${text}'` } : { tex, text }
  return symbols.parameters.whole(
    parameter,
    parameter.gradClipped,
    isClipped ? 'gradClipped' : accumulatedStage(symbols),
    name,
    isClipped ? stepId('clip') : origin(symbols, parameter),
  )
}

function clipped(symbols: SymbolTable, parameter: ParameterTrace): Equation {
  const { mode, threshold, normBefore, isClipped } = symbols.trace.clip
  const stage = accumulatedStage(symbols)
  const name = symbols.letters.gradient(symbols.parameters.symbol(parameter.name))
  const grad = symbols.parameters.whole(parameter, parameter[stage], stage, name, origin(symbols, parameter))
  const result = gradientFor(symbols, parameter)
  if (mode === 'value') return equation(result, [plus(grad)], limitedTo(threshold))
  const coefficient = {
    tex: `\\min\\!\\left(1, \\tfrac{${threshold}}{\\lVert g \\rVert + 10^{-6}}\\right)`,
    value: isClipped ? threshold / (normBefore + EPS) : 1,
    sources: [{ matrix: totalNorm(symbols, 'before').result, row: 0, col: 0 }],
  }
  return equation(result, [scaled(coefficient, grad)])
}

function limitedTo(limit: number): OuterFunction {
  return {
    tex: (inner) => `\\max(-${limit}, \\min(${limit}, ${inner}))`,
    value: (sum) => Math.max(-limit, Math.min(limit, sum)),
  }
}

const norms = {
  before: { kind: 'normBefore', stage: 'grad', name: { tex: '\\lVert g \\rVert', text: 'norm of g' } },
  after: { kind: 'normAfter', stage: 'gradClipped', name: { tex: "\\lVert g' \\rVert", text: "norm of g'" } },
} as const

/** The norm of all gradients together, before or after clipping. */
function totalNorm(symbols: SymbolTable, when: 'before' | 'after'): Equation {
  const { kind, stage, name } = norms[when]
  const { clip, parameters } = symbols.trace
  const result = derivedMatrix(
    { ref: { kind }, name, madeIn: stepId('clip') },
    { rows: 1, cols: 1, hasItems: false },
    () => clip[kind],
  )
  const squares = listed('\\textstyle\\sum_p \\lVert g_p \\rVert^2', [], () =>
    parameters.map((parameter) => {
      const numbers = parameter[stage]
      const length = norm(numbers, 0, numbers.length)
      return {
        tex: `\\lVert ${symbols.letters.gradient(symbols.parameters.symbol(parameter.name)).tex} \\rVert^2`,
        value: length * length,
      }
    }),
  )
  return equation(result, [squares], rootOf)
}

/** The step that adds up a parameter's gradient. */
function origin(symbols: SymbolTable, { name }: ParameterTrace): StepId {
  return stepId('gradients', symbols.parameters.ownerOf(name))
}
