import type { Equation, OuterFunction } from '../equation'
import { derive, equation } from '../equation'
import type { Matrix, Name } from '../matrix'
import type { MatrixRef } from '../matrixRef'
import type { CellParameter } from '../parameterSymbols'
import { stepId } from '../stepId'
import type { SymbolTable } from '../symbolTable'
import type { Term } from '../terms'
import { linear, linearBack, plus } from '../terms'

/** The vectors of a step whose product d xᵀ is added to a weight's gradient; d alone to a bias's. */
export interface GradientPair {
  readonly d: Matrix
  readonly x: Matrix
  /** Their letters at any step t, for sums over t. */
  readonly dTex: string
  readonly xTex: string
}

/** The matrices of one step of one cell, by the letters of the equations. */
export class CellStep {
  constructor(
    readonly symbols: SymbolTable,
    readonly k: number,
    readonly t: number,
  ) {}

  get h(): Matrix {
    return this.symbols.h(this.k, this.t)
  }

  get hBefore(): Matrix {
    return this.symbols.h(this.k, this.symbols.before(this.k, this.t))
  }

  get c(): Matrix {
    return this.symbols.c(this.k, this.t)
  }

  get cBefore(): Matrix {
    return this.symbols.c(this.k, this.symbols.before(this.k, this.t))
  }

  get x(): Matrix {
    return this.symbols.input(this.k, this.t)
  }

  get dh(): Matrix {
    return this.symbols.gradH(this.k, this.t)
  }

  get dc(): Matrix {
    return this.symbols.gradC(this.k, this.t)
  }

  gate(q: number): Matrix {
    return this.symbols.gate(this.k, q, this.t)
  }

  da(q: number): Matrix {
    return this.symbols.gradPre(this.k, q, this.t)
  }

  weightHh(q: number): Matrix {
    return this.symbols.parameters.weightHh(this.k, q)
  }

  /** W_iq x_t + b_iq */
  fromInput(q: number): Term[] {
    const { symbols, k } = this
    return [linear(symbols.parameters.weightIh(k, q), this.x), ...this.bias('bias_ih', q)]
  }

  /** W_hq h_{t-1} + b_hq, or of another vector. */
  fromState(q: number, state = this.hBefore): Term[] {
    return [linear(this.weightHh(q), state), ...this.bias('bias_hh', q)]
  }

  /** W_hqᵀ da_q, or of another gradient. */
  back(q: number, d = this.da(q)): Term {
    return linearBack(this.weightHh(q), d)
  }

  /** a_q, which the passes overwrite with the gate: out of its formula. */
  pre(q: number, terms = [...this.fromInput(q), ...this.fromState(q)]): Equation {
    const { k, t } = this
    const ref = { kind: 'pre', cell: k, gate: q, t } as const
    return this.vector(ref, this.symbols.preName(k, q, t), terms, 'forward')
  }

  /** The gradient of a vector that only this kind of cell has, where the passes do not keep it. */
  derivedGradient(letter: string, terms: Term[]): Equation {
    const ref = { kind: 'gradOfCell', letter, cell: this.k, t: this.t } as const
    return this.vector(ref, this.symbols.letters.gradient(this.name(letter)), terms, 'backward')
  }

  /** `result = outer(a_q)`, behind the equation of a_q. */
  activate(q: number, result: Matrix, outer: OuterFunction, terms?: Term[]): Equation[] {
    const a = this.pre(q, terms)
    return [a, equation(result, [plus(a.result)], outer)]
  }

  /** da_q and x_t: for W_iq and b_iq. */
  inputPair(q: number): GradientPair {
    return { d: this.da(q), x: this.x, dTex: this.gradPreTex(q), xTex: 'x_t' }
  }

  /** da_q and h_{t-1}, which most cells add to W_hq and b_hq. */
  statePair(q: number): GradientPair {
    const xTex = `${this.symbols.letters.h}_{t-1}`
    return { d: this.da(q), x: this.hBefore, dTex: this.gradPreTex(q), xTex }
  }

  /** The name of a letter at this step. */
  name(letter: string): Name {
    return this.symbols.name(letter, this.k, this.t)
  }

  /** H numbers a sequence that no pass keeps, out of their formula. */
  private vector(ref: MatrixRef, name: Name, terms: Term[], phase: 'forward' | 'backward'): Equation {
    const identity = { ref, name, madeIn: stepId(phase, this.k, this.t) }
    const { hiddenSize, batch } = this.symbols.trace.sizes
    return equation(derive(identity, { rows: hiddenSize, cols: batch, hasItems: true }, terms), terms)
  }

  /** da_q at any step. */
  private gradPreTex(q: number): string {
    const { gates, letters } = this.symbols
    const gate = gates[q]
    const subscript = gate === null ? '_t' : `_{${letters.gateSubscript(gate)},t}`
    if (letters.gradPre) return letters.gradPre.tex + subscript
    return letters.gradient({ tex: letters.pre + subscript, text: '' }).tex
  }

  private bias(parameter: CellParameter, q: number): Term[] {
    const bias = this.symbols.parameters.block(parameter, this.k, q)
    return bias ? [plus(bias)] : []
  }
}
