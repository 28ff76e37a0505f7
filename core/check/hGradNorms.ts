import type { Floats } from '../math/floats'
import { norm } from '../kernels/norms'
import { Recurrent } from '../nn/recurrent'
import type { ReferenceFile } from './referenceFile'

/** The three nets of a file: recurrent weights 0.5, 1 and 1.5 times orthogonal. */
const prefixes = ['r050.', 'r100.', 'r150.']

/**
 * Files of kind `h_grad_norms`: dL/dh_t and its norms at every step t, for Loss = sum(output[T-1] * v).
 *
 * In float64 the norms are measured relatively, since they go down to 1e-29; in float32 everything against
 * the tensor's largest value, since a recurrence that explodes adds terms that are far larger than their sum.
 */
export function verifyHGradNorms(file: ReferenceFile): void {
  for (const prefix of prefixes) verifyNet(file, prefix)
}

const usual = { float64: 'element', float32: 'tensor' } as const
const ofNorms = { float64: 'relative', float32: 'tensor' } as const

function verifyNet(file: ReferenceFile, prefix: string): void {
  const { settings, seqLen: T, batch: B } = file.net()
  if (settings.numLayers !== 1) throw file.odd('num_layers', '1')
  if (settings.bidirectional) throw file.odd('bidirectional', 'false')
  if (!settings.bias) throw file.odd('bias', 'true')
  const { inputSize: I, hiddenSize: H } = settings
  const net = new Recurrent(settings, { seqLen: T, batch: B, dtype: file.dtype })
  for (const { name, shape, value } of net.parameters) value.set(file.given(prefix + name, shape))
  net.initialState.h.set(file.given(`${prefix}h0`, [B, H]))
  net.initialState.c?.set(file.given(`${prefix}c0`, [B, H]))
  const v = file.given(`${prefix}v`, [B, H])

  const report = (
    name: string,
    got: ArrayLike<number>,
    shape: readonly number[],
    scales: typeof usual | typeof ofNorms = usual,
  ): void => file.compare(prefix + name, got, shape, scales)
  const reportNorms = (letter: 'h' | 'c', grad: Floats): void => {
    const norms = Array.from({ length: T }, (_, t) => norm(grad, t * B * H, B * H))
    const perItem = Array.from({ length: T * B }, (_, row) => norm(grad, row * H, H))
    report(`${letter}_grad_norms`, norms, [T], ofNorms)
    report(`${letter}_grad_norms_per_item`, perItem, [T, B], ofNorms)
  }

  net.forward(file.given(`${prefix}input`, [T, B, I]), T)
  const last = net.outputOffset + (T - 1) * B * H
  let loss = 0
  for (let i = 0; i < v.length; i++) loss += net.output[last + i] * v[i]
  report('loss', [loss], [1])
  report('output', net.output.subarray(net.outputOffset, last + B * H), [T, B, H])

  net.gradOutput.fill(0)
  net.gradOutput.set(v, (T - 1) * B * H)
  net.backward()
  const [cell] = net.layers[0].cells
  report('h_grads', cell.gradH, [T, B, H])
  reportNorms('h', cell.gradH)
  report('grad_h0', cell.gradH0, [B, H])
  if (cell.gradC !== null && cell.gradC0 !== null) {
    reportNorms('c', cell.gradC)
    report('grad_c0', cell.gradC0, [B, H])
  }
  for (const { name, shape, grad } of net.parameters) report(`grad_${name}`, grad, shape)
}
