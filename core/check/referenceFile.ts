import type { Dtype } from '../experiment/experiment'
import { FormatError } from '../formats/formatError'
import { compareTensor, type ErrorScale, type TensorReport, type Tolerance } from './compare'
import { readSafetensors, type Tensor, type TensorFile } from '../formats/safetensors'
import { cellKindOf, cellNames } from '../kinds/cells'
import { allocate } from '../kernels/backends'
import { formatShape, type Floats } from '../math/floats'
import type { RecurrentSettings } from '../nn/recurrent'
import { showText, showValue } from '../text/foreign'

/** Sizes and settings that all kinds of reference file state in their metadata. */
export interface ReferenceNet {
  readonly settings: RecurrentSettings
  readonly seqLen: number
  readonly batch: number
}

const MEMORY_LIMIT = 2e9
/** Upper bound of the numbers that the widest cell keeps of each step, batch item and unit. */
const CACHED_PER_UNIT = 16

const cellsByName = new Map(cellNames.map((name) => [cellKindOf(name).referenceName, name]))

/** How a tensor of a reference file compares with what was computed here. */
export interface ReferenceReport extends TensorReport {
  /** The dtype that the file has it in: the bound is that of the coarser of it and the computation. */
  readonly dtype: 'F64' | 'F32'
}

/** A comparison with all of its elements. `got` is only valid until the next one. */
export interface ElementsCompared {
  readonly name: string
  readonly dtype: ReferenceReport['dtype']
  readonly got: ArrayLike<number>
  readonly want: Float64Array
  readonly shape: readonly number[]
  readonly tolerance: Tolerance
}
export type OnCompared = (compared: ElementsCompared) => void

/** A tensor that is there and in a dtype that results are not compared in. */
export interface UnjudgedTensor {
  readonly name: string
  readonly dtype: string
}

/** Bounds on |got - want| / (1 + |want|), from what independent implementations differ by. */
export const referenceBounds: Readonly<Record<Dtype, number>> = { float64: 1e-9, float32: 1e-4 }

const EVERYWHERE_ELEMENT: Readonly<Record<Dtype, ErrorScale>> = { float64: 'element', float32: 'element' }

/** A reference file whose every access says what is wrong if the file does not hold what it should. */
export class ReferenceFile {
  private readonly file: TensorFile
  readonly reports: ReferenceReport[] = []
  readonly unjudged: UnjudgedTensor[] = []

  /** @throws {FormatError} if the bytes are no safetensors file. */
  constructor(
    bytes: Uint8Array,
    /** What is computed with. */
    readonly dtype: Dtype,
    private readonly onCompared: OnCompared = () => undefined,
  ) {
    this.file = readSafetensors(bytes)
  }

  /** @throws {FormatError} if the key is missing. */
  text(key: string): string {
    const value = this.file.metadata.get(key)
    if (value === undefined) throw new FormatError(`metadata ${key} is missing`)
    return value
  }

  choice<T extends string>(key: string, options: readonly T[]): T {
    const value = this.text(key)
    const found = options.find((option) => option === value)
    if (found === undefined) throw this.odd(key, `one of ${options.join(', ')}`)
    return found
  }

  flag(key: string): boolean {
    return this.choice(key, ['true', 'false']) === 'true'
  }

  integer(key: string, least = 1): number {
    const value = this.text(key)
    const number = /^[0-9]{1,15}$/.test(value) ? Number(value) : NaN
    if (!(number >= least)) throw this.odd(key, `an integer of at least ${least}`)
    return number
  }

  /** A number above 0; `inf` is infinity. */
  positive(key: string): number {
    const value = this.text(key)
    const number = value === 'inf' ? Infinity : value.trim() === '' ? NaN : Number(value)
    if (!(number > 0)) throw this.odd(key, 'a number above 0 or inf')
    return number
  }

  odd(key: string, expected: string): FormatError {
    return new FormatError(`metadata ${key} is ${showValue(this.text(key))}, expected ${expected}`)
  }

  /**
   * The numbers of a tensor, as they are in the file.
   * @throws {FormatError} if it is missing, has another shape, or holds NaN or an infinity.
   */
  expected(name: string, shape: readonly number[]): Float64Array {
    const { dtype, data } = this.tensor(name, shape)
    if (!(data instanceof Float64Array || data instanceof Float32Array)) {
      throw new FormatError(`tensor ${showText(name)} has dtype ${dtype}, expected F64 or F32`)
    }
    const bad = data.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0)
      throw new FormatError(
        `tensor ${showText(name)} holds ${data[bad]} at element ${bad}, expected finite numbers`,
      )
    return Float64Array.from(data)
  }

  /**
   * Compares a tensor with what was computed, and adds to `reports`; to `unjudged` where the file has it in
   * another kind of number. `scales` says what the error is measured against.
   * @throws {FormatError} as `expected`.
   */
  compare(
    name: string,
    got: ArrayLike<number>,
    shape: readonly number[],
    scales: Readonly<Record<Dtype, ErrorScale>> = EVERYWHERE_ELEMENT,
  ): void {
    const { dtype } = this.tensor(name, shape)
    if (dtype !== 'F64' && dtype !== 'F32') {
      this.unjudged.push({ name, dtype })
      return
    }
    const coarser = dtype === 'F32' ? 'float32' : this.dtype
    const tolerance = { bound: referenceBounds[coarser], scale: scales[coarser] }
    const want = this.expected(name, shape)
    this.reports.push({ ...compareTensor(name, got, want, shape, tolerance), dtype })
    this.onCompared({ name, dtype, got, want, shape, tolerance })
  }

  /** The same as `expected` in the kind of number that is computed with. */
  given(name: string, shape: readonly number[]): Floats {
    const values = this.expected(name, shape)
    const floats = allocate(this.dtype, values.length)
    floats.set(values)
    return floats
  }

  /** Class indices, each from 0 to numClasses - 1. */
  classes(name: string, shape: readonly number[], numClasses: number): Int32Array {
    const { dtype, data } = this.tensor(name, shape)
    if (!(data instanceof BigInt64Array || data instanceof Int32Array)) {
      throw new FormatError(`tensor ${showText(name)} has dtype ${dtype}, expected I64 or I32`)
    }
    const classes = new Int32Array(data.length)
    for (let i = 0; i < data.length; i++) {
      const value = Number(data[i])
      if (!(value >= 0 && value < numClasses)) {
        throw new FormatError(
          `tensor ${showText(name)} holds class ${value} at element ${i}, expected 0 to ${numClasses - 1}`,
        )
      }
      classes[i] = value
    }
    return classes
  }

  /**
   * Asks for a tensor of this shape.
   * @throws {FormatError} if there is none.
   */
  require(name: string, shape: readonly number[]): void {
    this.tensor(name, shape)
  }

  /** α of the residual network; 1 in files that do not say it. */
  private residualScale(): number {
    return this.file.metadata.has('residual_scale') ? this.positive('residual_scale') : 1
  }

  private tensor(name: string, shape: readonly number[]): Tensor {
    const tensor = this.file.tensors.get(name)
    if (tensor === undefined)
      throw new FormatError(`tensor ${showText(name)} of shape ${formatShape(shape)} is missing`)
    if (formatShape(tensor.shape) !== formatShape(shape)) {
      throw new FormatError(
        `tensor ${showText(name)} has shape ${showText(formatShape(tensor.shape))}, expected ${formatShape(shape)}`,
      )
    }
    return tensor
  }

  /**
   * The net that the metadata describes.
   * @throws {FormatError} also if it would take more memory than a file of this size can be worth.
   */
  net(): ReferenceNet {
    const referenceName = this.choice('cell', [...cellsByName.keys()])
    const cell = cellsByName.get(referenceName)!
    const { settings: cellSettings } = cellKindOf(cell)
    const nonlinearity = this.choice(
      'nonlinearity',
      cellSettings.includes('nonlinearity') ? ['tanh', 'relu'] : ['tanh'],
    )
    const bidirectional = this.flag('bidirectional')
    if (bidirectional && !cellSettings.includes('bidirectional')) {
      throw this.odd('bidirectional', `false for cell ${referenceName}`)
    }
    if (this.flag('batch_first')) throw this.odd('batch_first', 'false')
    const settings: RecurrentSettings = {
      cell,
      nonlinearity,
      gruVariant: 'resetAfter',
      residualScale: cellSettings.includes('residualScale') ? this.residualScale() : 1,
      inputSize: this.integer('input_size'),
      hiddenSize: this.integer('hidden_size'),
      numLayers: this.integer('num_layers'),
      bias: this.flag('bias'),
      bidirectional,
    }
    const seqLen = this.integer('seq_len')
    const batch = this.integer('batch')
    this.requireWeights(settings)
    const directions = bidirectional ? 2 : 1
    const numbers = seqLen * batch * settings.hiddenSize * directions * settings.numLayers * CACHED_PER_UNIT
    if (numbers * 8 > MEMORY_LIMIT) {
      throw new FormatError(
        `a net of ${seqLen} steps, batch ${batch}, hidden size ${settings.hiddenSize} and ${settings.numLayers} ` +
          `layers takes ${Math.ceil((numbers * 8) / 1e9)} GB, expected at most ${MEMORY_LIMIT / 1e9}`,
      )
    }
    return { settings, seqLen, batch }
  }

  /** Finds every layer's recurrent weights before memory is taken for any: sizes are not believed unseen. */
  private requireWeights({ hiddenSize, numLayers, bidirectional, cell }: RecurrentSettings): void {
    const gates = cellKindOf(cell).gateNames.length
    const prefixes = [
      '',
      'init.rnn.',
      ...[...this.file.tensors.keys()].map((name) => name.split('.')[0] + '.'),
    ]
    const prefix = prefixes.find((each) => this.file.tensors.has(`${each}weight_hh_l0`)) ?? ''
    for (let layer = 0; layer < numLayers; layer++) {
      for (const suffix of bidirectional ? ['', '_reverse'] : ['']) {
        this.tensor(`${prefix}weight_hh_l${layer}${suffix}`, [gates * hiddenSize, hiddenSize])
      }
    }
  }
}
