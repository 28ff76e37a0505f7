import { homeworkParts } from '../../contract/homeworkParts'
import { cellNames } from '../../kinds/cells'
import type { ModelSpec } from '../../nn/model'
import { checkHomework } from '../homeworkCheck'
import { checkModel } from '../modelCheck'
import { compareRtrl } from '../rtrlComparison'
import { createTally, type Tallied } from './tally'

/** Every number of the homework's five parts. */
export function testHomework(): Tallied {
  const tally = createTally()
  for (const part of homeworkParts) {
    for (const { name, at, maxError, bound } of checkHomework(part).tensors) {
      tally.errors(`${part} ${name}`, at.length, maxError, bound)
    }
  }
  return tally.result()
}

const plain: ModelSpec = {
  ...{ cell: 'rnn', nonlinearity: 'tanh', gruVariant: 'resetAfter', residualScale: 1, embeddingSize: null },
  ...{ dropout: 0, learnInitialState: false, hiddenSize: 3, numLayers: 1, bias: true, bidirectional: false },
  ...{ init: 'glorot', initGain: 1, forgetBias: 1, inputSize: 2, outputSize: 3 },
}

/** Every cell, and what cells can be made of besides. */
const variants: readonly Partial<ModelSpec>[] = [
  ...cellNames.map((cell) => ({ cell })),
  { nonlinearity: 'relu' },
  { cell: 'gru', gruVariant: 'resetBefore' },
  { cell: 'residual', residualScale: 0.3 },
  { cell: 'lstm', numLayers: 2, bidirectional: true },
  { cell: 'gru', numLayers: 2, dropout: 0.4, embeddingSize: 2, learnInitialState: true },
]

/** Every gradient against central differences. */
export function testGradients(): Tallied {
  const tally = createTally()
  for (const variant of variants) {
    for (const loss of ['crossEntropy', 'mse'] as const) {
      const spec = { ...plain, ...variant }
      const report = checkModel({ ...{ spec, loss, supervised: 'every', seqLen: 4, batch: 2, seed: 1 } })
      for (const { name, numChecked, worst } of report.tensors) {
        tally.errors(
          `${JSON.stringify(variant)} ${loss} ${name}`,
          numChecked,
          worst?.error ?? 0,
          report.bound,
        )
      }
    }
  }
  return tally.result()
}

/** Two ways to the same gradient. */
export function testRtrl(): Tallied {
  const tally = createTally()
  for (const { name, at, maxError, bound } of compareRtrl({ seqLen: 40, inputSize: 2, hiddenSize: 10 })
    .tensors) {
    tally.errors(name, at.length, maxError, bound)
  }
  return tally.result()
}
