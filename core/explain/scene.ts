import { cellKinds } from '../cells/registry'
import type { CellTrace, ForwardTrace, Trace, TraceTensor } from '../contract/trace'
import type { Matrix, Name } from './matrix'
import { stackedMatrix, stateMatrix } from './matrix'
import type { Letters, Marks } from './notation'
import { atTime, gradientOf } from './notation'
import { SceneParameters } from './parameters'
import { Recent } from './recent'

/** Enough for a step and its neighbours: at 256 units about 32 MB. */
const KEPT = 64

/**
 * The matrices of a trace by what they are. Cells are counted as in `trace.cells`, t from 0 within the pass; steps that
 * were only run through before it have negative t.
 */
export class Scene {
  readonly marks: Marks
  readonly gateNames: readonly string[]
  /** Names of the gates for formulas; cells with one gate have no names for them. */
  readonly gates: readonly (string | null)[]
  readonly parameters: SceneParameters
  /** Matrices that no pass keeps and that are dear to make. */
  readonly kept = new Recent<Float64Array>(KEPT)

  constructor(
    readonly trace: Trace,
    readonly letters: Letters,
  ) {
    const { numLayers, numDirections } = trace.sizes
    this.marks = { hasLayers: numLayers > 1, hasDirections: numDirections > 1 }
    this.gateNames = cellKinds[trace.cell].gateNames
    this.gates = this.gateNames.length === 1 ? [null] : this.gateNames
    this.parameters = new SceneParameters(trace, letters, this.marks, this.gates)
  }

  /** The forward direction of the top layer: where the way back begins. */
  get firstTopCell(): number {
    return this.trace.cells.length - this.trace.sizes.numDirections
  }

  cell(k: number): CellTrace {
    return this.trace.cells[k]
  }

  /** Steps before the pass that were only run through. */
  get numLead(): number {
    return this.trace.lead?.steps ?? 0
  }

  /** t as the screen counts it, within the whole sequence and from 1. */
  shownStep(t: number): number {
    return this.trace.window.firstStep + t + 1
  }

  /** The name of a letter at step t of a cell. */
  name(letter: string, k: number, t: number): Name {
    return atTime(letter, this.shownStep(t), this.cell(k), this.marks)
  }

  /** x_t, or in an upper layer the outputs of the layer below at t, one direction above the other. */
  input(k: number, t: number): Matrix {
    const { layer } = this.cell(k)
    const { batch, inputSize } = this.trace.sizes
    if (layer > 0) return this.output(layer - 1, t)
    const { lead } = this.trace
    return stateMatrix(
      { id: `x.${t}`, key: 'x', name: atTime('x', this.shownStep(t), null, this.marks), madeIn: null },
      t < 0 && lead ? lead.input.data : this.trace.input.data,
      (t < 0 ? t + this.numLead : t) * batch * inputSize,
      inputSize,
      batch,
    )
  }

  /** What a layer hands on: h_t, or both directions' h_t. */
  output(layer: number, t: number): Matrix {
    const { numDirections } = this.trace.sizes
    const first = layer * numDirections
    if (numDirections === 1) return this.h(first, t)
    const identity = { id: `out.${layer}.${t}`, key: `out.${layer}` }
    return stackedMatrix(identity, this.h(first, t), this.h(first + 1, t))
  }

  h(k: number, t: number): Matrix {
    return this.state('h', this.letters.h, ({ h }) => h, k, t)
  }

  c(k: number, t: number): Matrix {
    return this.state('c', 'c', ({ c }) => c!, k, t)
  }

  /** The step that a cell makes before t, in the order of its recurrence; it may lie outside: the initial state. */
  before(k: number, t: number): number {
    return this.cell(k).isReversed ? t + 1 : t - 1
  }

  after(k: number, t: number): number {
    return this.cell(k).isReversed ? t - 1 : t + 1
  }

  isInside(t: number): boolean {
    return t >= 0 && t < this.trace.sizes.steps
  }

  gate(k: number, q: number, t: number): Matrix {
    const gate = this.gateNames[q]
    const { numbers, at, steps } = this.forward(k, t)
    const name = this.name(gate, k, t)
    return this.block(gate, name, numbers.gates.data, q * steps + at, k, t, `forward.${k}.${t}`)
  }

  /** What a cell keeps besides: m of the GRU, tanh(c) of the LSTM. */
  extra(name: Name, k: number, t: number): Matrix {
    const { numbers, at } = this.forward(k, t)
    return this.block('extra', name, numbers.extra!.data, at, k, t, `forward.${k}.${t}`)
  }

  /** The name of what gate q's nonlinearity is applied to. */
  preName(k: number, q: number, t: number): Name {
    const gate = this.gates[q]
    const time = this.shownStep(t)
    const subscript = gate === null ? time : `${gate},${time}`
    return atTime(this.letters.pre, subscript, this.cell(k), this.marks)
  }

  gradPre(k: number, q: number, t: number): Matrix {
    const name = gradientOf(this.preName(k, q, t))
    const { data } = this.cell(k).gradGates
    const index = q * this.trace.sizes.steps + t
    return this.block(`da${q}`, name, data, index, k, t, `backward.${k}.${t}`)
  }

  gradH(k: number, t: number): Matrix {
    const name = gradientOf(this.name(this.letters.h, k, t))
    return this.block('dh', name, this.cell(k).gradH.data, t, k, t, `backward.${k}.${t}`)
  }

  gradC(k: number, t: number): Matrix {
    const name = gradientOf(this.name('c', k, t))
    return this.block('dc', name, this.cell(k).gradC!.data, t, k, t, `backward.${k}.${t}`)
  }

  /** dL/d(initial state), `t` being the step that starts from it. */
  gradInitial(letter: 'h' | 'c', k: number, t: number): Matrix {
    const cell = this.cell(k)
    const { data } = letter === 'h' ? cell.gradH0 : cell.gradC0!
    const name = gradientOf(this.name(letter === 'h' ? this.letters.h : 'c', k, this.before(k, t)))
    return this.block(`d${letter}0`, name, data, 0, k, this.before(k, t), `backward.${k}.${t}`)
  }

  /** The numbers of a cell's way forward that have step t in them, and where. */
  private forward(k: number, t: number): { numbers: ForwardTrace; at: number; steps: number } {
    const { lead, sizes } = this.trace
    return t < 0 && lead
      ? { numbers: lead.cells[k], at: t + lead.steps, steps: lead.steps }
      : { numbers: this.cell(k), at: t, steps: sizes.steps }
  }

  /** Block `index` of B x H numbers of a buffer. */
  private block(
    key: string,
    name: Name,
    data: Float64Array,
    index: number,
    k: number,
    t: number,
    madeIn: string | null,
  ): Matrix {
    const { batch, hiddenSize } = this.trace.sizes
    const identity = { id: `${key}.${k}.${t}`, key: `${key}.${k}`, name, madeIn }
    return stateMatrix(identity, data, index * batch * hiddenSize, hiddenSize, batch)
  }

  private state(
    key: string,
    letter: string,
    pick: (numbers: ForwardTrace) => TraceTensor,
    k: number,
    t: number,
  ): Matrix {
    const { numbers, at } = this.forward(k, t)
    const index = at + (this.cell(k).isReversed ? 0 : 1)
    const isMade = t >= -this.numLead && t < this.trace.sizes.steps
    const madeIn = isMade ? `forward.${k}.${t}` : null
    return this.block(key, this.name(letter, k, t), pick(numbers).data, index, k, t, madeIn)
  }
}
