import type { CellType, CellParameters } from '../cells/cell'
import type { Floats } from '../math/floats'
import { createRandom, deriveSeed, type Random } from '../math/random'
import type { Model, ModelSpec } from './model'
import { orthogonalMatrix } from './orthogonal'
import { findParameter } from './parameter'

/**
 * Sets all parameters from the stream 'init' of `seed`, the cells' in their order first. Numbers are drawn
 * in float64 and rounded to the model's kind, so float32 and float64 start from the same weights.
 *
 * The head is always torch.nn.Linear's: weight and bias U(-1/√F, 1/√F) with F its number of inputs. Vectors of
 * symbols are always torch.nn.Embedding's, N(0, 1), and a learned initial state starts as 0; the embedding is
 * drawn last, so that the head does not depend on whether there is one.
 *
 * `pytorch`: everything else U(-1/√H, 1/√H), as torch.nn.
 *
 * The others: input weights Glorot uniform, U(-√(6/(in+out)), √(6/(in+out))); biases 0; and each H x H block
 * of the recurrent weights, gate by gate,
 * - `orthogonal`: `initGain` times a random orthogonal matrix, so every singular value is the gain;
 * - `glorot`: `initGain` times Glorot uniform;
 * - `identity`: `initGain` times the identity (IRNN, meant for relu; Le et al. draw the input weights from
 *   N(0, 0.001²) instead).
 * With these three the forget gate's block of an LSTM's `bias_ih` is `forgetBias` (`bias_hh` stays 0, so that
 * their sum is the setting). `pytorch` leaves it as drawn, since PyTorch does; without biases there is none.
 * @see Glorot and Bengio (2010); Saxe, McClelland and Ganguli (2014); Le, Jaitly and Hinton (2015).
 */
export function initializeModel(model: Model, seed: number): void {
  const random = createRandom(deriveSeed(seed, 'init'))
  for (const cell of model.layers.flat()) initializeCell(cell.kind, cell.parameters, model.spec, random)
  const weight = findParameter(model.parameters, 'head.weight')
  const bias = findParameter(model.parameters, 'head.bias')
  const [, numFeatures] = weight.shape
  fillUniform(weight.value, 1 / Math.sqrt(numFeatures), random)
  fillUniform(bias.value, 1 / Math.sqrt(numFeatures), random)
  const embedding = model.parameters.find(({ name }) => name === 'embedding.weight')
  if (embedding) for (let i = 0; i < embedding.value.length; i++) embedding.value[i] = random.normal()
}

function initializeCell(kind: CellType, parameters: CellParameters, spec: ModelSpec, random: Random): void {
  const { weightIh, weightHh, biasIh, biasHh } = parameters
  const [, inputSize] = weightIh.shape
  const [, hiddenSize] = weightHh.shape
  if (spec.init === 'pytorch') {
    for (const parameter of [weightIh, weightHh, biasIh, biasHh]) {
      if (parameter !== null) fillUniform(parameter.value, 1 / Math.sqrt(hiddenSize), random)
    }
    return
  }
  // Glorot's sizes are those of one gate: the gates are separate maps that happen to be stored together.
  fillUniform(weightIh.value, glorotBound(inputSize, hiddenSize), random)
  for (let gate = 0; gate < kind.gateNames.length; gate++) {
    fillRecurrentBlock(weightHh.value, gate * hiddenSize * hiddenSize, hiddenSize, spec, random)
  }
  biasHh?.value.fill(0)
  biasIh?.value.fill(0)
  const forgetGate = kind.gateNames.indexOf('f')
  if (forgetGate >= 0) {
    biasIh?.value.fill(spec.forgetBias, forgetGate * hiddenSize, (forgetGate + 1) * hiddenSize)
  }
}

function fillRecurrentBlock(
  weight: Floats,
  offset: number,
  hiddenSize: number,
  spec: ModelSpec,
  random: Random,
): void {
  const size = hiddenSize * hiddenSize
  const gain = spec.initGain
  if (spec.init === 'orthogonal') {
    const matrix = orthogonalMatrix(hiddenSize, random)
    for (let i = 0; i < size; i++) weight[offset + i] = gain * matrix[i]
  } else if (spec.init === 'identity') {
    weight.fill(0, offset, offset + size)
    for (let i = 0; i < hiddenSize; i++) weight[offset + i * (hiddenSize + 1)] = gain
  } else {
    fillUniform(weight.subarray(offset, offset + size), gain * glorotBound(hiddenSize, hiddenSize), random)
  }
}

function glorotBound(numIn: number, numOut: number): number {
  return Math.sqrt(6 / (numIn + numOut))
}

function fillUniform(values: Floats, bound: number, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = random.uniform(-bound, bound)
}
