import { describe, expect, it } from 'vitest'
import { rtrlSizes } from '../contract/verify'
import { compareRtrl } from './rtrlComparison'

describe('RTRL beside BPTT', () => {
  it.each([
    [1, 1, 1],
    [20, 2, 8],
    [rtrlSizes.seqLen, 1, 12],
  ])(
    'gives the same gradient to 1e-12 over %i steps with %i inputs and %i units',
    (seqLen, inputSize, hiddenSize) => {
      const { ok, tensors } = compareRtrl({ seqLen, inputSize, hiddenSize })
      expect(tensors.filter((tensor) => !tensor.ok)).toEqual([])
      expect(ok).toBe(true)
    },
  )

  it('counts T (H + 2) H n products against T (H² + n), and H n numbers against (T + 1) H', () => {
    const { rtrl, bptt } = compareRtrl({ seqLen: 20, inputSize: 2, hiddenSize: 8 })
    const n = 8 * (2 + 8 + 1)
    expect(rtrl).toEqual({ operations: 20 * 10 * 8 * n, memory: 8 * n })
    expect(bptt).toEqual({ operations: 20 * (64 + n), memory: 21 * 8 })
  })
})
