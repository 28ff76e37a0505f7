import { describe, expect, it } from 'vitest'
import part5 from './reference/part5_numpy_vs_torch.json'
import { RNNCell, SequenceError, sumOfStack } from './rnnCellTorch'
import type { Nested, Tensor } from './tensor'
import { fromNested, zeros } from './tensor'

const { inputs } = part5
const weights = {
  weightIh: fromNested(inputs.weight_ih),
  weightHh: fromNested(inputs.weight_hh),
  biasIh: fromNested(inputs.bias_ih),
  biasHh: fromNested(inputs.bias_hh),
}
const x = inputs.x3.map(fromNested)
const h0 = fromNested(inputs.h3[0])
const dh = inputs.dh.map(fromNested)

function expectTensor(got: Tensor, want: Nested): void {
  const expected = fromNested(want)
  expect(got.shape).toEqual(expected.shape)
  got.data.forEach((value, i) => {
    expect(Math.abs(value - expected.data[i])).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(expected.data[i])))
  })
}

function forwardAll(cell: RNNCell): Tensor[] {
  return x.map((xt, t) => (t === 0 ? cell.forward(xt, h0) : cell.forward(xt)))
}

function backwardAll(cell: RNNCell): void {
  for (let t = dh.length - 1; t >= 0; t--) cell.backward(dh[t])
}

describe.each(['numpy', 'torch'] as const)('RNNCell against the %s results of part 5', (side) => {
  const want = part5[side]
  const cell = new RNNCell(weights)
  const hidden = forwardAll(cell)
  backwardAll(cell)

  it('reproduces the hidden states', () => {
    hidden.forEach((h, t) => expectTensor(h, want.hidden[t]))
  })

  it('reproduces the input gradients, in the order of time', () => {
    cell.dxList.forEach((dx, t) => expectTensor(dx, want.dx[t]))
    expect(cell.dxList).toHaveLength(3)
  })

  it('reproduces the weight gradients as sums of the stacks', () => {
    expectTensor(sumOfStack(cell.dWIhStack), want.dw_ih)
    expectTensor(sumOfStack(cell.dWHhStack), want.dw_hh)
  })

  it('reproduces the bias gradients, summed over batch and time', () => {
    expectTensor(sumOfStack(cell.dBIhStack), want.db_ih)
    expectTensor(sumOfStack(cell.dBHhStack), want.db_hh)
  })

  it("reproduces the initial state's gradient, which the homework never reads", () => {
    expectTensor(cell.gradH0, want.dh0_extra)
  })
})

describe('RNNCell over several sequences', () => {
  it('clears the stacks of the sequence before', () => {
    const cell = new RNNCell(weights)
    forwardAll(cell)
    backwardAll(cell)
    const first = sumOfStack(cell.dWHhStack)
    cell.startSequence()
    forwardAll(cell)
    backwardAll(cell)
    expect(cell.dWHhStack).toHaveLength(3)
    expect(sumOfStack(cell.dWHhStack)).toEqual(first)
  })

  it('goes on from the last hidden state', () => {
    const whole = new RNNCell(weights)
    forwardAll(whole)
    const parts = new RNNCell(weights)
    parts.forward(x[0], h0)
    parts.startSequence()
    parts.forward(x[1])
    parts.startSequence()
    parts.forward(x[2])
    expect(parts.hidden).toEqual(whole.hidden)
  })

  it('starts from zeros where there is no state yet', () => {
    const zeroStart = new RNNCell(weights).forward(x[0], zeros(3, 5))
    expect(new RNNCell(weights).forward(x[0])).toEqual(zeroStart)
  })

  it('refuses a forward step amid the backward steps', () => {
    const cell = new RNNCell(weights)
    forwardAll(cell)
    cell.backward(dh[2])
    expect(() => cell.forward(x[0])).toThrow(SequenceError)
  })

  it('refuses more backward steps than forward steps', () => {
    const cell = new RNNCell(weights)
    forwardAll(cell)
    backwardAll(cell)
    expect(() => cell.backward(dh[0])).toThrow(SequenceError)
  })

  it("refuses to give the initial state's gradient too early", () => {
    const cell = new RNNCell(weights)
    forwardAll(cell)
    cell.backward(dh[2])
    expect(() => cell.gradH0).toThrow('after 3 backward steps, 1 were made')
  })

  it('refuses biases of the wrong shape', () => {
    expect(() => new RNNCell({ ...weights, biasHh: zeros(4) })).toThrow('biasHh has shape (4), expected (5)')
  })
})
