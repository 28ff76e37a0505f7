import { describe, expect, it } from 'vitest'
import { anyStart } from '../../runs/runs.testing'
import { payloadProblem } from './payload'

describe('payloadProblem', () => {
  it('lets through what requests are made of', () => {
    expect(payloadProblem(anyStart)).toBeNull()
    expect(payloadProblem({ a: [1, 'x', true, null, undefined, NaN] })).toBeNull()
    expect(payloadProblem(undefined)).toBeNull()
  })

  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  const wide = () => Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => 0))
  it.each([
    ['a circle', circular, 'nested deeper than 16 levels'],
    ['a BigInt', { runId: 1n }, 'a BigInt'],
    ['too many values', wide(), 'more than 10000 values'],
    ['a long text', { runId: 'x'.repeat(1_000_000) }, 'longer than 100000 characters'],
    ['a long name', { ['x'.repeat(1_000_000)]: 1 }, 'longer than 100000 characters'],
    ['a map', { runId: new Map() }, 'not plain data'],
    ['a large buffer', { views: new Float64Array(1_000_000) }, 'not plain data'],
    ['a date', new Date(0), 'not plain data'],
  ])('refuses %s in a short line', (_, payload, reason) => {
    const problem = payloadProblem(payload)
    expect(problem).toContain(reason)
    expect(problem).not.toContain('\n')
    expect(problem!.length).toBeLessThan(100)
  })
})
