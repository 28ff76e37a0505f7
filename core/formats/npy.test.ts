import { expect, it } from 'vitest'
import { npy } from './npy'

it.each([
  [
    [2, 3],
    Float64Array.of(1, 2, 3, 4, 5, NaN),
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3,), }",
  ],
  [[4], Int32Array.of(1, -2, 3, 4), "{'descr': '<i4', 'fortran_order': False, 'shape': (4,), }"],
  [[], Float32Array.of(0.1), "{'descr': '<f4', 'fortran_order': False, 'shape': (), }"],
] as const)('writes shape %j as numpy has it, the data aligned', (shape, data, header) => {
  const bytes = npy({ shape, data })
  const length = new DataView(bytes.buffer).getUint16(8, true)
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, ...Buffer.from('NUMPY'), 1, 0])
  expect((10 + length) % 64).toBe(0)
  const text = Buffer.from(bytes.subarray(10, 10 + length)).toString()
  expect(text.trimEnd()).toBe(header)
  expect(text.endsWith('\n')).toBe(true)
  expect([...bytes.subarray(10 + length)]).toEqual([...new Uint8Array(data.buffer)])
})
