import type { Dtype, ModelSettings } from '../experiment/experiment'
import { stateOffset, type Cell } from '../cells/cell'
import { cellTypes } from '../cells/registry'
import type { Backend } from '../kernels/backend'
import { backendFor } from '../kernels/backends'
import { Blocks } from '../kernels/blocks'
import { requireRange, ShapeError, type Floats } from '../math/floats'
import { Dropout } from './dropout'
import { Layer } from './layer'
import { createParameter, type Parameter } from './parameter'

export type RecurrentSettings = Pick<
  ModelSettings,
  | 'cell'
  | 'nonlinearity'
  | 'gruVariant'
  | 'residualScale'
  | 'hiddenSize'
  | 'numLayers'
  | 'bias'
  | 'bidirectional'
> & { readonly inputSize: number; readonly dropout?: number }

export interface RecurrentSizes {
  readonly seqLen: number
  readonly batch: number
  readonly dtype: Dtype
}

/** States of all cells, one after the other: k = layer * directions + direction. */
export interface RecurrentState {
  /** (L*D, B, H) */
  readonly h: Floats
  /** The LSTM's cell states, (L*D, B, H), else null. */
  readonly c: Floats | null
}

/**
 * Stacked, possibly bidirectional cells, as torch.nn.RNN, GRU and LSTM (time first) and NNDL's residual net.
 *
 * Shapes: input (T, B, I), output (T, B, D*H) from `output[outputOffset]` on. Layer l > 0 reads the output of
 * the layer below, with `dropout` between them. Parameters are named and ordered as in PyTorch, behind `prefix`.
 */
export class Recurrent {
  readonly parameters: readonly Parameter[]
  readonly layers: readonly Layer[]
  readonly initialState: RecurrentState
  readonly finalState: RecurrentState
  /** dL/d(final state) from outside, zeros until it is written to. */
  readonly gradFinalState: RecurrentState
  readonly gradInitialState: RecurrentState
  private readonly backend: Backend
  private readonly cells: readonly Cell[]
  private readonly block: number
  /**
   * (T, B, I), in one place whichever part of a sequence a pass is about: so its work can be recorded once.
   */
  private readonly input: Floats
  /** dL/dh of each cell by time, and of each cell's final state. */
  private readonly finalBlocks: { readonly gradH: readonly Blocks[]; readonly gradFinalH: Blocks }
  private steps = 0
  /** See `Model`. */
  dropoutSeed: number | null = null
  /** dropouts[l]: between layer l and the one above it; none where nothing is dropped. */
  readonly dropouts: readonly Dropout[]

  constructor(settings: RecurrentSettings, sizes: RecurrentSizes, prefix = '') {
    if (settings.bidirectional && !cellTypes[settings.cell].settings.includes('bidirectional')) {
      throw new RangeError(`bidirectional is true, but the ${settings.cell} cell has one direction only`)
    }
    const { hiddenSize, numLayers } = settings
    const { seqLen, batch, dtype } = sizes
    const directions = settings.bidirectional ? 2 : 1
    const layers: Layer[] = []
    for (let l = 0; l < numLayers; l++) {
      const inputSize = l === 0 ? settings.inputSize : directions * hiddenSize
      const cells: Cell[] = []
      for (let d = 0; d < directions; d++) {
        cells.push(createCell(settings, { seqLen, batch, inputSize, hiddenSize }, dtype, prefix, l, d === 1))
      }
      layers.push(new Layer(cells, dtype))
    }
    this.layers = layers
    this.cells = layers.flatMap((layer) => layer.cells)
    this.parameters = this.cells.flatMap(({ parameters: { weightIh, weightHh, biasIh, biasHh } }) =>
      [weightIh, weightHh, biasIh, biasHh].filter((parameter) => parameter !== null),
    )
    this.block = batch * hiddenSize
    const between = settings.dropout ? layers.slice(1) : []
    this.dropouts = between.map(
      (_, l) => new Dropout(settings.dropout ?? 0, l, seqLen * this.block * directions, dtype),
    )
    const { allocate } = (this.backend = backendFor(dtype))
    this.input = allocate(seqLen * batch * settings.inputSize)
    const hasCellState = cellTypes[settings.cell].hasCellState
    const createState = (): RecurrentState => ({
      h: allocate(this.cells.length * this.block),
      c: hasCellState ? allocate(this.cells.length * this.block) : null,
    })
    this.initialState = createState()
    this.finalState = createState()
    this.gradFinalState = createState()
    this.gradInitialState = createState()
    this.finalBlocks = {
      gradH: this.cells.map(({ gradH }) => new Blocks(gradH, this.block)),
      gradFinalH: new Blocks(this.gradFinalState.h, this.block),
    }
  }

  get output(): Floats {
    return this.layers[this.layers.length - 1].output
  }

  get outputOffset(): number {
    return this.layers[this.layers.length - 1].outputOffset
  }

  /** dL/doutput, (T, B, D*H): to be filled between `forward` and `backward`, which uses it up. */
  get gradOutput(): Floats {
    return this.layers[this.layers.length - 1].gradOutput
  }

  /** (step, batch item, cell) gradients that the last backward pass cut down to the threshold. */
  get numClipped(): number {
    let count = 0
    for (const cell of this.cells) count += cell.numClipped
    return count
  }

  /**
   * From `initialState` to `output` and `finalState`; keeps a copy of `input` for the way back.
   * @throws {ShapeError} if `input` is shorter than (steps, B, I), or steps is not in 1 .. seqLen.
   */
  forward(input: Floats, steps: number): void {
    const { seqLen, batch, inputSize } = this.cells[0].sizes
    if (!(steps >= 1 && steps <= seqLen)) {
      throw new ShapeError(`a pass of ${steps} steps, expected 1 to ${seqLen}`)
    }
    requireRange('input', input, 0, steps * batch * inputSize)
    this.backend.copyRange(this.input, 0, input, 0, steps * batch * inputSize)
    this.steps = steps
    this.eachCell(this.setInitialState)
    for (let l = 0; l < this.layers.length; l++) {
      this.dropOut(l)
      const { x, offset } = this.inputOf(l)
      this.layers[l].forward(x, offset, steps)
    }
    this.eachCell(this.readFinalState)
  }

  /**
   * From `gradOutput` and `gradFinalState` to `gradInitialState` and, added up, the parameters' gradients.
   * The last state of a direction may reach the loss through both: their gradients add.
   */
  backward(stepThreshold = Infinity): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const layer = this.layers[l]
      if (l < this.layers.length - 1) this.computeGradFromAbove(l, layer.gradOutput)
      layer.splitGradOutput(this.steps)
      const first = l * layer.cells.length
      for (let d = 0; d < layer.cells.length; d++) this.addGradFinalState(layer.cells[d], first + d)
      const { x, offset } = this.inputOf(l)
      layer.backward(x, offset, stepThreshold)
    }
    this.eachCell(this.readGradInitialState)
  }

  /** After `backward`: overwrites the first steps * B * I numbers of `gradInput` with dL/dinput. */
  computeGradInput(gradInput: Floats): void {
    this.layers[0].computeGradInput(gradInput)
  }

  /** What the cells of layer l read in the last pass, x (steps, B, I) from `offset` on. */
  inputOf(l: number): { readonly x: Floats; readonly offset: number } {
    if (l === 0) return { x: this.input, offset: 0 }
    const dropout = this.dropouts[l - 1]
    if (dropout) return { x: dropout.output, offset: 0 }
    const { output, outputOffset } = this.layers[l - 1]
    return { x: output, offset: outputOffset }
  }

  /**
   * After `backward`: overwrites `out`, (steps, B, D*H), with what reached the states of a layer below the
   * top from the layer above it.
   */
  computeGradFromAbove(l: number, out: Floats): void {
    this.layers[l + 1].computeGradInput(out)
    this.dropouts[l]?.backward(out, this.outputLength)
  }

  /** Between layer l - 1 and l, where there is dropout. */
  private dropOut(l: number): void {
    const below = this.layers[l - 1]
    this.dropouts[l - 1]?.forward(below.output, below.outputOffset, this.outputLength, this.dropoutSeed)
  }

  /** Numbers of a layer's output in this pass. */
  private get outputLength(): number {
    return this.steps * this.block * this.layers[0].cells.length
  }

  private eachCell(action: (cell: Cell, k: number) => void): void {
    for (let k = 0; k < this.cells.length; k++) action(this.cells[k], k)
  }

  private readonly setInitialState = (cell: Cell, k: number): void => {
    const at = cell.isReversed ? this.steps * this.block : 0
    this.copyBlock(cell.h, at, this.initialState.h, k * this.block)
    if (cell.c !== null && this.initialState.c !== null) {
      this.copyBlock(cell.c, at, this.initialState.c, k * this.block)
    }
  }

  private readonly readFinalState = (cell: Cell, k: number): void => {
    const at = stateOffset(cell, lastStep(cell))
    this.copyBlock(this.finalState.h, k * this.block, cell.h, at)
    if (cell.c !== null && this.finalState.c !== null) {
      this.copyBlock(this.finalState.c, k * this.block, cell.c, at)
    }
  }

  private addGradFinalState(cell: Cell, k: number): void {
    const t = lastStep(cell)
    const { gradH, gradFinalH } = this.finalBlocks
    this.backend.operations.add(gradH[k].at(t), gradFinalH.at(k))
    if (cell.gradC !== null && this.gradFinalState.c !== null) {
      this.copyBlock(cell.gradC, t * this.block, this.gradFinalState.c, k * this.block)
    }
  }

  private copyBlock(out: Floats, o: number, x: Floats, xo: number): void {
    this.backend.copyRange(out, o, x, xo, this.block)
  }

  private readonly readGradInitialState = (cell: Cell, k: number): void => {
    this.copyBlock(this.gradInitialState.h, k * this.block, cell.gradH0, 0)
    if (cell.gradC0 !== null && this.gradInitialState.c !== null) {
      this.copyBlock(this.gradInitialState.c, k * this.block, cell.gradC0, 0)
    }
  }
}

/** The time at which a direction ends. */
function lastStep(cell: Cell): number {
  return cell.isReversed ? 0 : cell.steps - 1
}

function createCell(
  settings: RecurrentSettings,
  sizes: Cell['sizes'],
  dtype: Dtype,
  prefix: string,
  layer: number,
  isReversed: boolean,
): Cell {
  const kind = cellTypes[settings.cell]
  const rows = kind.gateNames.length * sizes.hiddenSize
  const suffix = `l${layer}${isReversed ? '_reverse' : ''}`
  const create = (name: string, shape: readonly number[]): Parameter =>
    createParameter(`${prefix}${name}_${suffix}`, shape, dtype)
  const parameters = {
    weightIh: create('weight_ih', [rows, sizes.inputSize]),
    weightHh: create('weight_hh', [rows, sizes.hiddenSize]),
    biasIh: settings.bias ? create('bias_ih', [rows]) : null,
    biasHh: settings.bias ? create('bias_hh', [rows]) : null,
  }
  const { nonlinearity, gruVariant, residualScale } = settings
  return kind.create(sizes, parameters, { nonlinearity, gruVariant, residualScale, dtype, isReversed })
}
