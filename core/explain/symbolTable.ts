import { shownNumber } from '../contract/counting'
import type { CellTrace, ForwardTrace, Trace, TraceTensor } from '../contract/trace'
import { derive } from './equation'
import type { Matrix, Name } from './matrix'
import { stackedMatrix, stateMatrix } from './matrix'
import type { MatrixRef } from './matrixRef'
import type { Letters, Marks } from './notation'
import { atTime } from './notation'
import { ParameterSymbols } from './parameterSymbols'
import { RecentCache } from './recentCache'
import type { StepId } from './stepId'
import { stepId } from './stepId'
import { el, times } from './terms'

const ONE_HOT: Name = { tex: '\\mathbf{1}', text: 'one_hot' }
const MASK: Name = { tex: '\\mu', text: 'mask' }

/** Enough for a step and its neighbours: at 256 units about 32 MB. */
const CACHED = 64

/**
 * The matrices of a trace by their symbols. Cells are counted as in `trace.cells`, t from 0 within the pass;
 * steps that were only run through before it have negative t.
 */
export class SymbolTable {
  readonly marks: Marks
  /** Names of the gates for formulas; cells with one gate have no names for them. */
  readonly gates: readonly (string | null)[]
  readonly parameters: ParameterSymbols
  /** Numbers that no pass keeps and that are expensive to compute. */
  readonly cache = new RecentCache<Float64Array>(CACHED)

  constructor(
    readonly trace: Trace,
    readonly letters: Letters,
    /** Of the cell, as PyTorch names and orders them. */
    private readonly gateNames: readonly string[],
  ) {
    const { numLayers, numDirections } = trace.sizes
    this.marks = { hasLayers: numLayers > 1, hasDirections: numDirections > 1 }
    this.gates = gateNames.length === 1 ? [null] : gateNames
    this.parameters = new ParameterSymbols(trace, letters, this.marks, this.gates)
  }

  /** The forward direction of the top layer: where the backward pass begins. */
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
    return shownNumber(this.trace.window.firstStep + t)
  }

  /** The name of a letter at step t of a cell. */
  name(letter: string | Name, k: number, t: number): Name {
    return atTime(letter, this.shownStep(t), this.cell(k), this.marks)
  }

  /** x_t, or in an upper layer the outputs of the layer below at t, one direction above the other. */
  input(k: number, t: number): Matrix {
    const { layer } = this.cell(k)
    const { batch, inputSize } = this.trace.sizes
    if (layer > 0) return this.isDropped ? this.dropped(layer - 1, t) : this.output(layer - 1, t)
    const { lead } = this.trace
    const madeIn = this.trace.oneHot ? stepId('forward', 0, t) : null
    return stateMatrix(
      { ref: { kind: 'x', t }, name: atTime('x', this.shownStep(t), null, this.marks), madeIn },
      t < 0 && lead ? lead.input.data : this.trace.input.data,
      this.indexOf(t) * batch * inputSize,
      inputSize,
      batch,
    )
  }

  /** Whether the pass starts from a state that is a parameter: not where it goes on from the pass before. */
  get isStateLearned(): boolean {
    const { isStateLearned, window } = this.trace
    return isStateLearned && (!window.isCarried || this.numLead > 0)
  }

  /** Whether the gradient comes back to that state. */
  get isStateReached(): boolean {
    return this.isStateLearned && this.numLead === 0
  }

  /** The symbol of step t, one-hot, where symbols are embedded. */
  oneHot(t: number): Matrix {
    const { lead, oneHot } = this.trace
    const { data, shape } = t < 0 && lead ? lead.oneHot! : oneHot!
    const [, batch, numSymbols] = shape
    const name = atTime(ONE_HOT, this.shownStep(t), null, this.marks)
    const identity = { ref: { kind: 'oneHot', t } as const, name, madeIn: null }
    return stateMatrix(identity, data, this.indexOf(t) * batch * numSymbols, numSymbols, batch)
  }

  /** Whether there is dropout between the layers. */
  get isDropped(): boolean {
    return this.trace.dropoutMasks.length > 0
  }

  /** What dropout multiplies the output of a layer with, at step t. */
  mask(layer: number, t: number): Matrix {
    const { data, shape } = this.trace.dropoutMasks[layer]
    const [longest, batch, width] = shape
    const name = atTime(MASK, this.shownStep(t), { layer, isReversed: false }, this.marks)
    const identity = { ref: { kind: 'mask', layer, t } as const, name, madeIn: null }
    return stateMatrix(identity, data, (this.indexOf(t) % longest) * batch * width, width, batch)
  }

  /** What the layer above another one reads at step t where there is dropout. */
  dropped(layer: number, t: number): Matrix {
    const output = this.output(layer, t)
    const { tex, text } = output.name
    const above = this.trace.cells.findIndex((cell) => cell.layer === layer + 1)
    const identity = {
      ref: { kind: 'dropped', layer, t } as const,
      name: { tex: `\\hat{${tex}}`, text: `dropped ${text}` },
      madeIn: stepId('forward', above, t),
    }
    return derive(identity, output, [times(el(this.mask(layer, t)), el(output))])
  }

  /** Where step t stands in what was kept of its pass, or of the passes before it. */
  private indexOf(t: number): number {
    return t < 0 ? t + this.numLead : t
  }

  /** The output of a layer: h_t, or both directions' h_t. */
  output(layer: number, t: number): Matrix {
    const { numDirections } = this.trace.sizes
    const first = layer * numDirections
    if (numDirections === 1) return this.h(first, t)
    return stackedMatrix({ kind: 'layerOutput', layer, t }, this.h(first, t), this.h(first + 1, t))
  }

  h(k: number, t: number): Matrix {
    return this.state({ kind: 'h', cell: k, t }, this.letters.h, ({ h }) => h)
  }

  c(k: number, t: number): Matrix {
    return this.state({ kind: 'c', cell: k, t }, 'c', ({ c }) => c!)
  }

  /** The step before t in the order of a cell's recurrence; outside the pass it is the initial state. */
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
    const { numbers, at, steps } = this.forward(k, t)
    const name = this.name(this.letters.gate(this.gateNames[q]), k, t)
    const ref = { kind: 'gate', cell: k, gate: q, t } as const
    return this.block(ref, name, numbers.gates.data, q * steps + at, stepId('forward', k, t))
  }

  /** What a cell keeps besides: m of the GRU, tanh(c) of the LSTM. */
  extra(name: Name, k: number, t: number): Matrix {
    const { numbers, at } = this.forward(k, t)
    const ref = { kind: 'extra', cell: k, t } as const
    return this.block(ref, name, numbers.extra!.data, at, stepId('forward', k, t))
  }

  /** The name of what gate q's nonlinearity is applied to. */
  preName(k: number, q: number, t: number): Name {
    return this.ofNetInput(this.letters.pre, k, q, t)
  }

  private ofNetInput(letter: string | Name, k: number, q: number, t: number): Name {
    const gate = this.gates[q]
    const time = this.shownStep(t)
    const subscript = gate === null ? time : `${this.letters.gateSubscript(gate)},${time}`
    return atTime(letter, subscript, this.cell(k), this.marks)
  }

  gradPre(k: number, q: number, t: number): Matrix {
    const { gradPre } = this.letters
    const name = gradPre ? this.ofNetInput(gradPre, k, q, t) : this.letters.gradient(this.preName(k, q, t))
    const index = q * this.trace.sizes.steps + t
    const ref = { kind: 'dPre', cell: k, gate: q, t } as const
    return this.block(ref, name, this.cell(k).gradGates.data, index, stepId('backward', k, t))
  }

  gradH(k: number, t: number): Matrix {
    const name = this.letters.gradient(this.name(this.letters.h, k, t))
    const ref = { kind: 'dh', cell: k, t } as const
    return this.block(ref, name, this.cell(k).gradH.data, t, stepId('backward', k, t))
  }

  gradC(k: number, t: number): Matrix {
    const name = this.letters.gradient(this.name('c', k, t))
    const ref = { kind: 'dc', cell: k, t } as const
    return this.block(ref, name, this.cell(k).gradC!.data, t, stepId('backward', k, t))
  }

  /** dL/dh of the initial state; step `t` starts from it. */
  gradInitialH(k: number, t: number): Matrix {
    const initial = this.before(k, t)
    const name = this.letters.gradient(this.name(this.letters.h, k, initial))
    const ref = { kind: 'dh0', cell: k, t: initial } as const
    return this.block(ref, name, this.cell(k).gradH0.data, 0, stepId('backward', k, t))
  }

  /** dL/dc of the initial state; step `t` starts from it. */
  gradInitialC(k: number, t: number): Matrix {
    const initial = this.before(k, t)
    const name = this.letters.gradient(this.name('c', k, initial))
    const ref = { kind: 'dc0', cell: k, t: initial } as const
    return this.block(ref, name, this.cell(k).gradC0!.data, 0, stepId('backward', k, t))
  }

  /** The numbers of a cell's forward pass that contain step t, and where. */
  private forward(k: number, t: number): { numbers: ForwardTrace; at: number; steps: number } {
    const { lead, sizes } = this.trace
    return t < 0 && lead
      ? { numbers: lead.cells[k], at: t + lead.steps, steps: lead.steps }
      : { numbers: this.cell(k), at: t, steps: sizes.steps }
  }

  /** Block `index` of B x H numbers of a buffer. */
  private block(
    ref: MatrixRef,
    name: Name,
    data: Float64Array,
    index: number,
    madeIn: StepId | null,
  ): Matrix {
    const { batch, hiddenSize } = this.trace.sizes
    return stateMatrix({ ref, name, madeIn }, data, index * batch * hiddenSize, hiddenSize, batch)
  }

  private state(
    ref: { readonly kind: 'h' | 'c'; readonly cell: number; readonly t: number },
    letter: string,
    pick: (numbers: ForwardTrace) => TraceTensor,
  ): Matrix {
    const { cell: k, t } = ref
    const { numbers, at } = this.forward(k, t)
    const index = at + (this.cell(k).isReversed ? 0 : 1)
    const isMade = t >= -this.numLead && t < this.trace.sizes.steps
    const first = this.isStateLearned ? stepId('start') : null
    const madeIn = isMade ? stepId('forward', k, t) : first
    return this.block(ref, this.name(letter, k, t), pick(numbers).data, index, madeIn)
  }
}
