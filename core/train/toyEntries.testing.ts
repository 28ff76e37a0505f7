import type { CellOptions, CellParameters, CellSizes, CellType } from '../cells/cell'
import { SequenceCell, type SequenceStep } from '../cells/sequence'
import type { CellDescription } from '../explain/cells/cellDescription'
import { equation, tanhOf } from '../explain/equation'
import type { LossDescription } from '../explain/losses/lossDescription'
import { mse } from '../explain/losses/mse'
import { el, oneMinusSquare, times } from '../explain/terms'
import { integer } from '../fields/field'
import type { CellName } from '../kinds/cells'
import type { LossName } from '../kinds/losses'
import type { Loss } from '../losses/loss'
import { expectLess, steps } from '../tasks/settings'
import { firstSteps, supervisedFrom } from '../tasks/supervision'
import { defineTask } from '../tasks/task'
import { toyCellKind, toyLossKind } from './toyKinds.testing'

/*
 * A task, a loss and a cell that the product does not have, as someone would add them: what a complete entry
 * is.
 */

/** Says at the end what was the value of `back` steps before it. */
export const toyTask = defineTask({
  settings: {
    seqLen: steps(6),
    back: integer({ min: 1, max: 10, default: 2 }, { unit: 'steps' }),
  },
  problems: ({ seqLen, back }) => (back < seqLen ? [] : [expectLess('back', 'seqLen', seqLen)]),
  loss: 'toy' as LossName,
  sampleView: 'curves',
  shape: ({ seqLen }) => ({ seqLen, inputSize: 1, outputSize: 1 }),
  supervised: ({ seqLen }) => supervisedFrom(seqLen, seqLen - 1),
  baseline: () => ({ loss: 2 / 3, formula: String.raw`\tfrac{2}{3}` }),
  generate({ seqLen, back }, random, { batch, input, values }) {
    for (let i = 0; i < input.length; i++) input[i] = random.uniform(-1, 1)
    values.set(input.subarray((seqLen - 1 - back) * batch, (seqLen - back) * batch))
  },
  remembered: ({ seqLen, back }) => firstSteps(seqLen).slice(-1 - back, -back),
  lag: ({ back }) => back,
})

/** Twice the squared error, summed. */
export const toyLoss: Loss = {
  ...toyLossKind,
  forward(scores, { values }, gradScores, { rows }) {
    let total = 0
    for (let i = 0; i < scores.length; i++) {
      total += (2 * (scores[i] - values[i]) ** 2) / rows
      gradScores[i] = (4 * (scores[i] - values[i])) / rows
    }
    return total
  },
  predict(scores, offset, size, out) {
    for (let i = 0; i < size; i++) out[i] = scores[offset + i]
  },
}

const twice = (factor: { tex: string; value: number }) => ({
  tex: `2 \\cdot ${factor.tex}`,
  value: 2 * factor.value,
})

export const toyLossDescription: LossDescription = {
  ...mse,
  meanWeight: (s) => twice(mse.meanWeight(s)),
  gradScore: (s) => [...mse.gradScore(s), ...mse.gradScore(s)],
}

/** h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh) */
class ToyCell extends SequenceCell<SequenceStep> {
  readonly kind = toyCell

  constructor(sizes: CellSizes, parameters: CellParameters, options: CellOptions) {
    super(sizes, parameters, options, 1, false)
  }

  protected createStep(step: SequenceStep): SequenceStep {
    return step
  }

  protected forwardStep({ gates, hBefore, h }: SequenceStep): void {
    this.addRecurrent(gates, hBefore)
    this.operations.tanh(gates[0], gates[0])
    this.operations.copy(h, gates[0])
  }

  protected backwardStep({ gradGates, dh, h, dhBefore }: SequenceStep): void {
    this.operations.tanhBackward(gradGates[0], dh, h)
    this.addRecurrentBackward(dhBefore, gradGates)
  }
}

export const toyCell: CellType = {
  name: 'toy' as CellName,
  ...toyCellKind,
  create: (sizes, parameters, options) => new ToyCell(sizes, parameters, options),
}

export const toyCellDescription: CellDescription = {
  forward: (s) => s.activate(0, s.h, tanhOf),
  backward: (s) => [equation(s.da(0), [times(el(s.dh), oneMinusSquare(s.h))])],
  toStateBefore: (s) => [s.back(0)],
  cellState: null,
  recurrentPair: (s, q) => s.statePair(q),
}
