import { allocate } from '../kernels/backends'
import { Recurrent } from '../nn/recurrent'
import type { ReferenceFile } from './referenceFile'

/**
 * Files of kind `layer_parity`: outputs and all gradients of
 *
 *     Loss = sum(output * grad_output) + sum(h_n * grad_h_n) + sum(c_n * grad_c_n)
 */
export function verifyLayerParity(file: ReferenceFile): void {
  const { dtype } = file
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
  file.compare('output', output.subarray(outputOffset, outputOffset + gradOutput.length), outputShape)
  file.compare('h_n', finalState.h, stateShape)
  if (finalState.c !== null) file.compare('c_n', finalState.c, stateShape)

  net.gradOutput.set(gradOutput)
  net.gradFinalState.h.set(file.given('grad_h_n', stateShape))
  net.gradFinalState.c?.set(file.given('grad_c_n', stateShape))
  net.backward()
  const gradInput = allocate(dtype, input.length)
  net.computeGradInput(gradInput)
  file.compare('grad_input', gradInput, [T, B, I])
  file.compare('grad_h0', gradInitialState.h, stateShape)
  if (gradInitialState.c !== null) file.compare('grad_c0', gradInitialState.c, stateShape)
  for (const { name, shape, grad } of net.parameters) file.compare(`grad_${name}`, grad, shape)
}
