import type { Dtype } from '../experiment/experiment'
import { allocate } from '../kernels/backends'
import { Recurrent } from '../nn/recurrent'
import { compareTensor, type TensorReport } from './compare'
import type { ReferenceFile } from './referenceFile'

/**
 * Files of kind `layer_parity`: outputs and all gradients of
 *
 *     Loss = sum(output * grad_output) + sum(h_n * grad_h_n) + sum(c_n * grad_c_n)
 */
export function verifyLayerParity(file: ReferenceFile, dtype: Dtype, bound: number): TensorReport[] {
  const { settings, seqLen: T, batch: B } = file.net()
  const { inputSize: I, hiddenSize: H, numLayers, bidirectional } = settings
  const D = bidirectional ? 2 : 1
  const stateShape = [numLayers * D, B, H]
  const outputShape = [T, B, D * H]
  const input = file.given('input', [T, B, I])
  const gradOutput = file.given('grad_output', outputShape)
  const net = new Recurrent(settings, { seqLen: T, batch: B, dtype })
  for (const { name, shape, value } of net.parameters) value.set(file.given(name, shape))
  net.initialState.h.set(file.given('h0', stateShape))
  net.initialState.c?.set(file.given('c0', stateShape))

  net.forward(input, T)
  const { output, outputOffset, finalState, gradInitialState } = net
  const reports: TensorReport[] = []
  const report = (name: string, got: ArrayLike<number>, shape: readonly number[]): void => {
    reports.push(compareTensor(name, got, file.expected(name, shape), shape, { bound }))
  }
  report('output', output.subarray(outputOffset, outputOffset + gradOutput.length), outputShape)
  report('h_n', finalState.h, stateShape)
  if (finalState.c !== null) report('c_n', finalState.c, stateShape)

  net.gradOutput.set(gradOutput)
  net.gradFinalState.h.set(file.given('grad_h_n', stateShape))
  net.gradFinalState.c?.set(file.given('grad_c_n', stateShape))
  net.backward()
  const gradInput = allocate(dtype, input.length)
  net.computeGradInput(gradInput)
  report('grad_input', gradInput, [T, B, I])
  report('grad_h0', gradInitialState.h, stateShape)
  if (gradInitialState.c !== null) report('grad_c0', gradInitialState.c, stateShape)
  for (const { name, shape, grad } of net.parameters) report(`grad_${name}`, grad, shape)
  return reports
}
