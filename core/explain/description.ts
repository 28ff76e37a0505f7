import type { Equation, Outer } from './equation'
import { derive, equation } from './equation'
import type { Matrix, Name } from './matrix'
import { gradientOf } from './notation'
import type { Part } from './parts'
import { linear, linearBack, plus } from './parts'
import type { Scene } from './scene'

/** How a kind of cell computes, in the equations that stand above its code in `core/cells`. */
export interface CellDescription {
  /** Step t forward, in the order in which it is computed. */
  forward(s: CellStep): Equation[]
  /** Step t back, from the complete dh_t (and dc_t) to the gradients before the nonlinearities. */
  backward(s: CellStep): Equation[]
  /** What flows from step t to dh of the state before. */
  toStateBefore(s: CellStep): Part[]
  /** What reaches dc_t from dh_t: cells with a cell state only. */
  toOwnCellState?(s: CellStep): Part[]
  /** What flows from step t to dc of the state before. */
  toCellStateBefore?(s: CellStep): Part[]
  /** d and x of dL/dW_hq = sum_t d_t x_tᵀ, dL/db_hq = sum_t d_t. @default da_q and the state before */
  recurrentPair?(s: CellStep, q: number): { d: Matrix; x: Matrix }
}

/** The matrices of one step of one cell, by the letters of the equations. */
export class CellStep {
  constructor(
    readonly scene: Scene,
    readonly k: number,
    readonly t: number,
  ) {}

  get h(): Matrix {
    return this.scene.h(this.k, this.t)
  }

  get hBefore(): Matrix {
    return this.scene.h(this.k, this.scene.before(this.k, this.t))
  }

  get c(): Matrix {
    return this.scene.c(this.k, this.t)
  }

  get cBefore(): Matrix {
    return this.scene.c(this.k, this.scene.before(this.k, this.t))
  }

  get x(): Matrix {
    return this.scene.input(this.k, this.t)
  }

  get dh(): Matrix {
    return this.scene.gradH(this.k, this.t)
  }

  get dc(): Matrix {
    return this.scene.gradC(this.k, this.t)
  }

  gate(q: number): Matrix {
    return this.scene.gate(this.k, q, this.t)
  }

  da(q: number): Matrix {
    return this.scene.gradPre(this.k, q, this.t)
  }

  weightHh(q: number): Matrix {
    return this.scene.parameters.weightHh(this.k, q)
  }

  /** W_iq x_t + b_iq */
  fromInput(q: number): Part[] {
    const { scene, k } = this
    return [linear(scene.parameters.weightIh(k, q), this.x), ...this.bias('i', q)]
  }

  /** W_hq h_{t-1} + b_hq, or of another vector. */
  fromState(q: number, state = this.hBefore): Part[] {
    return [linear(this.weightHh(q), state), ...this.bias('h', q)]
  }

  /** W_hqᵀ da_q, or of another gradient. */
  back(q: number, d = this.da(q)): Part {
    return linearBack(this.weightHh(q), d)
  }

  /** a_q, which the passes overwrite with the gate: out of its formula. */
  pre(q: number, parts = [...this.fromInput(q), ...this.fromState(q)]): Equation {
    return this.derived(`a${q}`, this.scene.preName(this.k, q, this.t), parts, 'forward')
  }

  /** A vector of H numbers that no pass keeps. */
  derived(key: string, name: Name, parts: Part[], pass: 'forward' | 'backward'): Equation {
    const { k, t } = this
    const identity = { id: `${key}.${k}.${t}`, key: `${key}.${k}`, name, madeIn: `${pass}.${k}.${t}` }
    const { hiddenSize, batch } = this.scene.trace.sizes
    return equation(derive(identity, { rows: hiddenSize, cols: batch, hasItems: true }, parts), parts)
  }

  /** `result = outer(a_q)`, behind the equation of a_q. */
  activate(q: number, result: Matrix, outer: Outer, parts?: Part[]): Equation[] {
    const a = this.pre(q, parts)
    return [a, equation(result, [plus(a.result)], outer)]
  }

  /** The name of a letter at this step, and of its gradient. */
  name(letter: string): Name {
    return this.scene.name(letter, this.k, this.t)
  }

  gradName(letter: string): Name {
    return gradientOf(this.name(letter))
  }

  private bias(kind: 'i' | 'h', q: number): Part[] {
    const bias = this.scene.parameters.bias(kind, this.k, q)
    return bias ? [plus(bias)] : []
  }
}
