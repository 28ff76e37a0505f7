import { describe, expect, it } from 'vitest'
import { unitSaturation } from './unitSaturation'

const states = (h: number[], gates: { gate: string; values: Float64Array }[] = []) => ({
  layer: 'l0',
  seqLen: 4,
  hiddenSize: 2,
  h: Float64Array.from(h),
  c: null,
  gates,
})

describe('the saturation of units', () => {
  it('counts the steps at which tanh is all but flat', () => {
    expect([...unitSaturation(states([0.99, 0.1, -0.96, 0.2, 0.5, -0.3, 1, 0.95]), false)]).toEqual([0.75, 0])
  })

  it('takes the candidate where there is one', () => {
    const g = Float64Array.from([1, 0, 1, 0, 1, 0, 1, -1])
    expect([...unitSaturation(states(new Array(8).fill(0.1), [{ gate: 'g', values: g }]), false)]).toEqual([
      1, 0.25,
    ])
  })

  it('counts zeros with relu', () => {
    expect([...unitSaturation(states([0, 3, 0, 2, 0, 0, 0, 1]), true)]).toEqual([1, 0.25])
  })

  it('counts tanh that stands above zero all the time, and no zeros of it', () => {
    expect([...unitSaturation(states([0.99, 0, 0.97, 0, 0.98, 0.1, 1, 0.2]), false)]).toEqual([1, 0])
  })
})
