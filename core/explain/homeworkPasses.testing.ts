import { rnn } from '../cells/rnn'
import type { Tensor } from '../homework/tensor'
import { LinearHead } from '../nn/head'
import type { Floats } from '../math/floats'
import type { Parameter } from '../nn/parameter'
import { createParameter } from '../nn/parameter'
import type { HomeworkInputs, HomeworkPasses } from './homework'

/** Runs the tanh cell that trains over one of the homework's tests, forward and backward. */
export function computePasses({ x, a0, da, Wax, Waa, ba, bHh, head: given }: HomeworkInputs): HomeworkPasses {
  const [steps, batch, inputSize] = x.shape
  const hiddenSize = a0.shape[2]
  const weightIh = parameterOf('rnn.weight_ih_l0', Wax)
  const weightHh = parameterOf('rnn.weight_hh_l0', Waa)
  const biasIh = parameterOf('rnn.bias_ih_l0', ba)
  const biasHh = bHh && parameterOf('rnn.bias_hh_l0', bHh)
  const cell = rnn.create(
    { seqLen: steps, batch, inputSize, hiddenSize },
    { weightIh, weightHh, biasIh, biasHh },
    { nonlinearity: 'tanh', gruVariant: 'resetAfter', residualScale: 1, dtype: 'float64', isReversed: false },
  )
  cell.h.set(a0.data)
  cell.forward(x.data, 0, steps)
  if (da) cell.gradH.set(da.data)
  cell.backwardSteps(Infinity)
  cell.accumulateGradients(x.data, 0)
  const gradInput = new Float64Array(x.data.length)
  cell.computeGradInput(gradInput, 0, false)

  const scores = given ? scoresOf(given, cell.h, { hiddenSize, batch, steps }) : []
  return {
    h: [...cell.h],
    gates: [...cell.gates],
    gradH: [...cell.gradH],
    gradGates: [...cell.gradGates],
    gradH0: [...cell.gradH0],
    gradInput: [...gradInput],
    scores: [...scores],
    gradients: { Wax: [...weightIh.grad], Waa: [...weightHh.grad], ba: [...biasIh.grad] },
  }
}

function scoresOf(
  { Wya, by }: NonNullable<HomeworkInputs['head']>,
  h: Floats,
  { hiddenSize, batch, steps }: { hiddenSize: number; batch: number; steps: number },
): Float64Array {
  const head = new LinearHead(hiddenSize, Wya.shape[0], batch, 'float64')
  head.weight.value.set(Wya.data)
  head.bias.value.set(by.data)
  const scores = new Float64Array(steps * batch * head.outputSize)
  head.prepareForward()
  head.forward(h, batch * hiddenSize, scores, 0, steps * batch)
  return scores
}

function parameterOf(name: string, { shape, data }: Tensor): Parameter {
  const parameter = createParameter(name, shape, 'float64')
  parameter.value.set(data)
  return parameter
}
