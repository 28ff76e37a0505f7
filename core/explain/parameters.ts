import type { ParameterTrace, Trace } from '../contract/trace'
import type { Matrix, Name } from './matrix'
import { plainMatrix } from './matrix'
import type { Letters, Marks } from './notation'
import { gradientOf, marked, ofGate } from './notation'

/** Which of a parameter's columns of numbers is meant. */
type Stage = 'before' | 'after' | 'grad' | 'gradClipped'

/** The parameters of a trace as matrices: whole, or gate by gate. Cells are counted as in `trace.cells`. */
export class SceneParameters {
  /** A gate's block is one matrix in every step, so that whoever shows it sees that nothing changed. */
  private readonly blocks = new Map<string, Matrix>()

  constructor(
    private readonly trace: Trace,
    private readonly letters: Letters,
    private readonly marks: Marks,
    /** Names of the gates for formulas. */
    private readonly gates: readonly (string | null)[],
  ) {}

  weightIh(k: number, q: number, stage: Stage = 'before'): Matrix {
    return this.gateParameter('weight_ih', this.letters.weightIh, 'i', k, q, stage)
  }

  weightHh(k: number, q: number, stage: Stage = 'before'): Matrix {
    return this.gateParameter('weight_hh', this.letters.weightHh, 'h', k, q, stage)
  }

  /** Null in a net without bias. */
  bias(kind: 'i' | 'h', k: number, q: number, stage: Stage = 'before'): Matrix | null {
    const parameter = `bias_${kind}h`
    if (!this.find(this.parameterName(parameter, k))) return null
    const name = kind === 'i' ? this.letters.biasIh : this.letters.biasHh
    return this.gateParameter(parameter, name, kind, k, q, stage)
  }

  /** A whole parameter, or a column of numbers that belongs to one. */
  whole(
    { name, shape }: ParameterTrace,
    data: Float64Array,
    stage: string,
    shown: Name,
    madeIn: string | null,
  ): Matrix {
    const identity = { id: `${stage}.${name}`, key: `${stage}.${name}`, name: shown, madeIn }
    const matrix = plainMatrix(identity, data, 0, shape[0], shape[1] ?? 1)
    const rowBlocks = this.gates.filter((gate) => gate !== null)
    return this.cellOf(name) >= 0 && rowBlocks.length > 1 ? { ...matrix, rowBlocks } : matrix
  }

  /** The symbol of a parameter by its PyTorch name. */
  symbol(name: string): Name {
    if (name === 'head.weight') return this.letters.headWeight
    if (name === 'head.bias') return this.letters.headBias
    const { weightIh, weightHh, biasIh, biasHh } = this.letters
    const table: [string, Name][] = [
      ['rnn.weight_ih', weightIh],
      ['rnn.weight_hh', weightHh],
      ['rnn.bias_ih', biasIh],
      ['rnn.bias_hh', biasHh],
    ]
    const [, symbol] = table.find(([start]) => name.startsWith(start))!
    return marked(symbol, this.trace.cells[this.cellOf(name)], this.marks)
  }

  find(name: string): ParameterTrace | undefined {
    return this.trace.parameters.find((parameter) => parameter.name === name)
  }

  /** The cell that a parameter belongs to, by its PyTorch name; -1 for the head's. */
  cellOf(name: string): number {
    return this.trace.cells.findIndex((_, k) => name.endsWith(`_${this.suffix(k)}`))
  }

  /** `l0`, `l0_reverse`, ... */
  private suffix(k: number): string {
    const { layer, isReversed } = this.trace.cells[k]
    return `l${layer}${isReversed ? '_reverse' : ''}`
  }

  private parameterName(parameter: string, k: number): string {
    return `rnn.${parameter}_${this.suffix(k)}`
  }

  private gateParameter(
    parameter: string,
    letter: Name,
    kind: 'i' | 'h',
    k: number,
    q: number,
    stage: Stage,
  ): Matrix {
    const { hiddenSize } = this.trace.sizes
    const found = this.find(this.parameterName(parameter, k))!
    const key = `${stage}.${found.name}.${q}`
    const known = this.blocks.get(key)
    if (known) return known
    const cols = found.shape[1] ?? 1
    const value = marked(ofGate(letter, kind, this.gates[q]), this.trace.cells[k], this.marks)
    const isGrad = stage === 'grad' || stage === 'gradClipped'
    const made = plainMatrix(
      { id: key, key, name: isGrad ? gradientOf(value) : value, madeIn: isGrad ? `gradients.${k}` : null },
      found[stage],
      q * hiddenSize * cols,
      hiddenSize,
      cols,
    )
    this.blocks.set(key, made)
    return made
  }
}
