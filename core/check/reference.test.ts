import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSafetensors, writeSafetensors, type Tensor } from '../formats/safetensors'
import { verifyReference } from './reference'

const folder = new URL('./reference/', import.meta.url)
const files = ['parity', 'training'].flatMap((kind) =>
  readdirSync(new URL(`${kind}/`, folder)).map((name) => `${kind}/${name}`),
)

function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, folder)))
}

describe('the reference files of PyTorch', () => {
  it('are all here', () => {
    expect(files.filter((name) => name.startsWith('parity/'))).toHaveLength(19)
    expect(files.filter((name) => name.startsWith('training/'))).toHaveLength(8)
  })

  for (const name of files) {
    it(`agree within 1e-9 in float64: ${name}`, () => {
      const report = verifyReference(read(name), { dtype: 'float64' })
      expect(report.tensors.filter((tensor) => !tensor.ok)).toEqual([])
      expect(report.ok).toBe(true)
      expect(report.maxError).toBeLessThan(1e-9)
    })

    it(`agree within 1e-4 in float32: ${name}`, () => {
      const report = verifyReference(read(name), { dtype: 'float32' })
      expect(report.tensors.filter((tensor) => !tensor.ok)).toEqual([])
      expect(report.maxError).toBeGreaterThan(1e-10)
    })
  }
})

/** A reference file with each tensor as `change` has it; null leaves it as it is. */
function changed(path: string, change: (name: string, tensor: Tensor) => Tensor | null): Uint8Array {
  const { tensors, metadata } = readSafetensors(read(path))
  const all = [...tensors].map(([name, tensor]) => [name, change(name, tensor) ?? tensor] as const)
  return writeSafetensors(new Map(all), metadata)
}

const inFloat32 = (_name: string, { dtype, shape, data }: Tensor): Tensor | null =>
  dtype === 'F64' ? { dtype: 'F32', shape, data: Float32Array.from(data as Float64Array) } : null
const inBytes = ({ shape }: Tensor): Tensor => ({
  dtype: 'BF16',
  shape,
  data: new Uint8Array(2 * shape.reduce((product, extent) => product * extent, 1)),
})

describe('a reference file of another kind of number', () => {
  it.each(files)('in float32 is compared with the bound of float32, and said to be: %s', (name) => {
    const report = verifyReference(changed(name, inFloat32), { dtype: 'float64' })
    expect(report.tensors.filter((tensor) => !tensor.ok)).toEqual([])
    expect(report.maxError).toBeGreaterThan(1e-9)
    for (const { dtype, bound } of report.tensors) expect([dtype, bound]).toEqual(['F32', 1e-4])
  })

  const parity = 'parity/lstm_T3_B3_I4_H5_L1.safetensors'

  it('still fails where a tensor is wrong', () => {
    const wrong = changed(parity, (name, tensor) => {
      const narrow = inFloat32(name, tensor)
      if (name === 'h_n') (narrow!.data as Float32Array)[3]! += 1e-3
      return narrow
    })
    const { ok, tensors } = verifyReference(wrong, { dtype: 'float64' })
    expect([ok, tensors.filter((tensor) => !tensor.ok).map(({ name }) => name)]).toEqual([false, ['h_n']])
  })

  it('in one tensor leaves the others with the bound that they had', () => {
    const mixed = changed(parity, (name, tensor) => (name === 'h_n' ? inFloat32(name, tensor) : null))
    const { ok, tensors } = verifyReference(mixed, { dtype: 'float64' })
    expect(ok).toBe(true)
    for (const { name, bound } of tensors) expect(bound).toBe(name === 'h_n' ? 1e-4 : 1e-9)
  })

  it('that is not compared in is named, and the rest of the file is judged', () => {
    const odd = changed(parity, (name, tensor) => (name === 'grad_h0' ? inBytes(tensor) : null))
    const report = verifyReference(odd, { dtype: 'float64' })
    expect(report.unjudged).toEqual([{ name: 'grad_h0', dtype: 'BF16' }])
    expect([report.ok, report.tensors.map(({ name }) => name)]).toEqual([
      true,
      expect.not.arrayContaining(['grad_h0']),
    ])
    const { metadata, tensors } = readSafetensors(read(parity))
    const more = new Map(tensors).set('extra', inBytes({ ...tensors.get('h0')! }))
    expect(verifyReference(writeSafetensors(more, metadata), { dtype: 'float64' }).ok).toBe(true)
  })

  it('in every result is no match, since nothing was compared', () => {
    const isResult = (name: string) => /^(output|[hc]_n|grad_(input|[hc]0|weight.*|bias.*))$/.test(name)
    const odd = changed(parity, (name, tensor) => (isResult(name) ? inBytes(tensor) : null))
    const report = verifyReference(odd, { dtype: 'float64' })
    expect([report.ok, report.tensors]).toEqual([false, []])
  })
})
