import type { ParameterTrace, Trace } from '../contract/trace'
import type { Matrix, Name } from './matrix'
import { plainMatrix } from './matrix'
import type { LayerRef, Letters, Marks } from './notation'
import { marked } from './notation'
import type { GradientsOf, StepId } from './stepId'
import { stepId } from './stepId'

/** Which of a parameter's columns of numbers is meant. */
type Stage = 'before' | 'after' | 'grad' | 'gradClipped'

/** A cell's parameters by PyTorch's names, with their letters and whether they belong to input or state. */
const CELL_PARAMETERS = {
  weight_ih: { letter: 'weightIh', source: 'i' },
  weight_hh: { letter: 'weightHh', source: 'h' },
  bias_ih: { letter: 'biasIh', source: 'i' },
  bias_hh: { letter: 'biasHh', source: 'h' },
} as const
export type CellParameter = keyof typeof CELL_PARAMETERS
const cellParameters = Object.keys(CELL_PARAMETERS) as CellParameter[]

/** Those that no source has a letter for. */

interface KnownParameter {
  readonly of: GradientsOf
  readonly symbol: Name
}

/** Those that no source has a letter for. */
const OTHER_PARAMETERS: Readonly<Record<'embedding.weight' | 'h0' | 'c0', KnownParameter>> = {
  'embedding.weight': { of: 'embedding', symbol: { tex: 'E', text: 'embedding.weight' } },
  h0: { of: 'state', symbol: { tex: '\\mathtt{h0}', text: 'h0' } },
  c0: { of: 'state', symbol: { tex: '\\mathtt{c0}', text: 'c0' } },
}

/** The parameters of a trace as matrices: whole, or gate by gate. Cells are counted as in `trace.cells`. */
export class ParameterSymbols {
  private readonly byName: ReadonlyMap<string, KnownParameter>
  /** A gate's block is one matrix in every step, so that whoever shows it sees that nothing changed. */
  private readonly blocks = new Map<string, Matrix>()

  constructor(
    private readonly trace: Trace,
    private readonly letters: Letters,
    private readonly marks: Marks,
    /** Names of the gates for formulas. */
    private readonly gates: readonly (string | null)[],
  ) {
    this.byName = new Map<string, KnownParameter>([
      ['head.weight', { of: 'head', symbol: letters.headWeight }],
      ['head.bias', { of: 'head', symbol: letters.headBias }],
      ...Object.entries<KnownParameter>(OTHER_PARAMETERS),
      ...trace.cells.flatMap((cell, k) =>
        cellParameters.map((parameter) => {
          const symbol = marked(letters[CELL_PARAMETERS[parameter].letter], cell, marks)
          return [nameOf(parameter, cell), { of: k, symbol }] as const
        }),
      ),
    ])
  }

  weightIh(k: number, q: number, stage?: Stage): Matrix {
    return this.block('weight_ih', k, q, stage)!
  }

  weightHh(k: number, q: number, stage?: Stage): Matrix {
    return this.block('weight_hh', k, q, stage)!
  }

  /** The block of a gate; null where the network has no such parameter: without bias. */
  block(parameter: CellParameter, k: number, q: number, stage: Stage = 'before'): Matrix | null {
    const name = nameOf(parameter, this.trace.cells[k])
    const key = [stage, name, q].join(' ')
    const known = this.blocks.get(key)
    if (known) return known
    const found = this.find(name)
    if (!found) return null
    const made = this.createBlock(parameter, found, k, q, stage)
    this.blocks.set(key, made)
    return made
  }

  /** A whole parameter, or a column of numbers that belongs to one. */
  whole(
    { name, shape }: ParameterTrace,
    data: Float64Array,
    stage: string,
    shown: Name,
    madeIn: StepId | null,
  ): Matrix {
    const cell = this.cellOf(name)
    const identity = {
      ref: { kind: 'parameter', stage, parameter: name, cell } as const,
      name: shown,
      madeIn,
    }
    const matrix = plainMatrix(identity, data, 0, shape[0], shape[1] ?? 1)
    const rowBlocks = this.gates.filter((gate) => gate !== null)
    return cell !== null && rowBlocks.length > 1 ? { ...matrix, rowBlocks } : matrix
  }

  /** The head's weight as the pass used it. */
  get headWeight(): Matrix {
    return this.ofHead('head.weight', this.letters.headWeight)
  }

  get headBias(): Matrix {
    return this.ofHead('head.bias', this.letters.headBias)
  }

  /** A parameter of the whole network, as the pass used it. */
  ofNetwork(name: keyof typeof OTHER_PARAMETERS): Matrix {
    return this.ofHead(name, this.symbol(name))
  }

  /** The symbol of a parameter by its PyTorch name. */
  symbol(name: string): Name {
    return this.byName.get(name)!.symbol
  }

  /** What a parameter belongs to, by its PyTorch name. */
  ownerOf(name: string): GradientsOf {
    return this.byName.get(name)!.of
  }

  /** The cell that a parameter belongs to; null where it belongs to none. */
  cellOf(name: string): number | null {
    const owner = this.ownerOf(name)
    return typeof owner === 'number' ? owner : null
  }

  find(name: string): ParameterTrace | undefined {
    return this.trace.parameters.find((parameter) => parameter.name === name)
  }

  private ofHead(name: string, symbol: Name): Matrix {
    const found = this.find(name)!
    return this.whole(found, found.before, 'before', symbol, null)
  }

  private createBlock(
    parameter: CellParameter,
    traced: ParameterTrace,
    k: number,
    q: number,
    stage: Stage,
  ): Matrix {
    const { hiddenSize } = this.trace.sizes
    const cols = traced.shape[1] ?? 1
    const { letter, source } = CELL_PARAMETERS[parameter]
    const value = marked(
      this.letters.ofGate(this.letters[letter], source, this.gates[q]),
      this.trace.cells[k],
      this.marks,
    )
    const isGrad = stage === 'grad' || stage === 'gradClipped'
    const identity = {
      ref: { kind: 'parameter', stage, parameter: traced.name, cell: k, gate: q } as const,
      name: isGrad ? this.letters.gradient(value) : value,
      madeIn: isGrad ? stepId('gradients', k) : null,
    }
    return plainMatrix(identity, traced[stage], q * hiddenSize * cols, hiddenSize, cols)
  }
}

/** PyTorch's name of a cell's parameter, such as `rnn.weight_hh_l0_reverse`. */
function nameOf(parameter: CellParameter, { layer, isReversed }: LayerRef): string {
  return `rnn.${parameter}_l${layer}${isReversed ? '_reverse' : ''}`
}
