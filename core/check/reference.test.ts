import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
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
    expect(files.filter((name) => name.startsWith('parity/'))).toHaveLength(18)
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
